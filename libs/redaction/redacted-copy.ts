import { isCardNumber } from './card-numbers.ts';
import { isMnemonic } from './mnemonics.ts';
import { redactedExcerpt, redactText } from './redact-text.ts';
import { REDACTED } from './redacted.ts';
import { isSensitiveName } from './sensitive-names.ts';

/** Deeper structures are cut off. This also ends circular references. */
const MAX_DEPTH = 32;
/** Maximum length of a key. */
const MAX_KEY = 256;
/** The cost of a value in addition to its characters, so that a million zeros are not free. */
const VALUE_COST = 4;
const CUT = '…';
const NAME = /^[\w.-]{1,64}$/;
/** An option of a command line whose value is the next argument. */
const OPTION = /^--?[A-Za-z][\w-]{1,40}$/;
/** The members of a JSON Web Key that are private (RFC 7518, chapter 6). */
const PRIVATE_MEMBERS: ReadonlySet<string> = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']);
const BINARY = /^(?:data:[^,]{0,100},)?[\w+/-]{1024}/;

/**
 * Copies a JSON value without its secrets, which are recognized by name and by form. The copy shares nothing with the
 * original. At most `characters` are read, and the rest is cut off.
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
    // `Headers` and many clients list each header as a pair.
    if (list.length === 2 && isSecretOf(name, value)) return [name, withheld(value)];
    if (isMnemonic(list)) return [REDACTED];
    const copy: unknown[] = [];
    let isSecret = false;
    for (const item of list) {
      if (this.#left <= 0) {
        copy.push(CUT);
        break;
      }
      copy.push(isSecret ? withheld(item) : (this.of(item, depth) ?? null));
      isSecret = typeof item === 'string' && OPTION.test(item) && isSensitiveName(item);
    }
    return copy;
  }

  #record(record: object, depth: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    const { name: pairName, key: pairKey, header, kty } = record as Record<string, unknown>;
    // Not Object.entries: a record may have far more entries than are read.
    for (const name in record) {
      if (!Object.hasOwn(record, name)) continue;
      const value = (record as Record<string, unknown>)[name];
      if (this.#left <= 0) {
        entries.push([CUT, CUT]);
        break;
      }
      this.#left -= name.length;
      const isSecret =
        isSensitiveName(name, value) ||
        (kty !== undefined && PRIVATE_MEMBERS.has(name)) ||
        (name === 'value' && [pairName, pairKey, header].some((named) => isSecretOf(named, value)));
      entries.push([redactedExcerpt(name, MAX_KEY), isSecret ? withheld(value) : this.of(value, depth)]);
    }
    // Assignment would fail for the key `__proto__`.
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
 * Redacts text that is itself JSON, where secrets are recognized by name as well: structured results also come as text,
 * and arguments may hold the request to another service. Returns undefined if nothing changes.
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

/** Whether the value of the pair `name`, `value` is secret. */
function isSecretOf(name: unknown, value: unknown): boolean {
  return typeof name === 'string' && NAME.test(name) && isSensitiveName(name, value);
}

// An empty value is not a secret.
function withheld(value: unknown): unknown {
  return value === null || value === undefined || typeof value === 'boolean' || value === ''
    ? value
    : REDACTED;
}
