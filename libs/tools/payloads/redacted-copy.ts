import { isCardNumber, isSensitiveName, REDACTED, redactedExcerpt, redactText } from '#events';

/** Deeper structures are cut off: nobody reads them, and a cycle is one. */
const MAX_DEPTH = 32;
/** What a value costs beside its characters, so that a million zeros do not come for nothing. */
const VALUE_COST = 4;
const CUT = '…';
const NAME = /^[\w.-]{1,64}$/;
const BINARY = /^(?:data:[^,]{0,100},)?[\w+/-]{1024}/;

/**
 * A copy of a JSON value without the secrets in it: by the names that they stand under, and by their form.
 * It shares nothing with the original. Only so many `characters` are looked at; what comes after is cut off.
 */
export function redactedCopy(value: unknown, characters: number): unknown {
  return new Copy(characters).of(value, 0);
}

class Copy {
  #left: number;

  constructor(characters: number) {
    this.#left = characters;
  }

  of(value: unknown, depth: number): unknown {
    this.#left -= VALUE_COST;
    switch (typeof value) {
      case 'string':
        return this.#text(value);
      case 'number':
        return Number.isSafeInteger(value) && isCardNumber(String(value)) ? REDACTED : value;
      case 'bigint':
        return this.#text(String(value));
      case 'boolean':
        return value;
      case 'object':
        return value === null ? null : this.#structure(value, depth);
      default:
        return undefined;
    }
  }

  #structure(value: object, depth: number): unknown {
    if (this.#left <= 0 || depth >= MAX_DEPTH) return CUT;
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return '[binary]';
    const { toJSON } = value as { toJSON?: () => unknown };
    if (typeof toJSON === 'function') return this.of(toJSON.call(value), depth + 1);
    return Array.isArray(value) ? this.#list(value, depth + 1) : this.#record(value, depth + 1);
  }

  #list(list: readonly unknown[], depth: number): unknown[] {
    const [name, value] = list;
    // A header as a pair, as `Headers` and many clients list them.
    if (list.length === 2 && isSecretOf(name, value)) return [name, withheld(value)];
    const copy: unknown[] = [];
    for (const item of list) {
      if (this.#left <= 0) return [...copy, CUT];
      copy.push(this.of(item, depth) ?? null);
    }
    return copy;
  }

  #record(record: object, depth: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    const { name: pairName, key: pairKey, header } = record as Record<string, unknown>;
    for (const [name, value] of Object.entries(record)) {
      if (this.#left <= 0) return Object.fromEntries([...entries, [CUT, CUT]]);
      this.#left -= name.length;
      const isSecret =
        isSensitiveName(name, value) ||
        (name === 'value' && [pairName, pairKey, header].some((named) => isSecretOf(named, value)));
      entries.push([redactText(name), isSecret ? withheld(value) : this.of(value, depth)]);
    }
    // Not by assignment: a key may be `__proto__`.
    return Object.fromEntries(entries);
  }

  #text(text: string): string {
    if (this.#left <= 0) return CUT;
    const left = this.#left;
    this.#left -= text.length;
    if (BINARY.test(text)) return `[${text.length} characters of base64]`;
    if (text.length > left) return redactedExcerpt(text, left);
    return redactedJson(text) ?? redactText(text);
  }
}

/**
 * Text is often JSON again: structured results come as text as well, and arguments may be the request of
 * another service. There, too, secrets are told by their names. Undefined where that changes nothing.
 */
function redactedJson(text: string): string | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const redacted = JSON.stringify(redactedCopy(value, text.length * VALUE_COST));
    return redacted === JSON.stringify(value) ? undefined : redacted;
  } catch {
    return undefined;
  }
}

/** Whether the value of the pair `name`, `value` has to stay secret. */
function isSecretOf(name: unknown, value: unknown): boolean {
  return typeof name === 'string' && NAME.test(name) && isSensitiveName(name, value);
}

// Whether there is one at all is no secret.
function withheld(value: unknown): unknown {
  return value === null || value === undefined || typeof value === 'boolean' || value === ''
    ? value
    : REDACTED;
}
