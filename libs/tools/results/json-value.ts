/** Deeper values go straight to `JSON.stringify`, which detects cycles. */
const MAX_DEPTH = 64;

/** A value that a handler returns or sends has no JSON: it contains a cycle, or a value such as a BigInt. */
export class NoJsonError extends Error {
  override readonly name = 'NoJsonError';
  readonly code = 'NO_JSON';

  /** `what` names the value in the message. */
  constructor(cause: unknown, what = 'The result') {
    super(`${what} has no JSON: ${firstLineOf(cause)}`, { cause });
  }
}

/**
 * Converts a value to plain JSON, the same for agents of both eras: it calls `toJSON`, keeps own members of objects,
 * and converts maps to objects, sets to lists, and errors to name and message. Plain JSON is returned unchanged.
 * Throws a {@link NoJsonError} when the value has no JSON.
 */
export function toJsonValue(value: unknown, what?: string): unknown {
  try {
    if (isJson(value, MAX_DEPTH)) return value;
    const json = JSON.stringify(value, withCollections) as string | undefined;
    return json === undefined ? undefined : JSON.parse(json);
  } catch (error) {
    throw new NoJsonError(error, what);
  }
}

function isJson(value: unknown, levels: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      return value === null || (levels > 0 && isPlain(value) && hasJsonMembers(value, levels - 1));
    default:
      return false;
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}

function hasJsonMembers(value: object, levels: number): boolean {
  if (Array.isArray(value)) return value.every((item) => isJson(item, levels));
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[key];
    if (member !== undefined && !isJson(member, levels)) return false;
  }
  return true;
}

function withCollections(_key: string, value: unknown): unknown {
  if (value instanceof Map)
    return Object.fromEntries(Array.from(value, ([key, item]) => [nameOf(key), item]));
  if (value instanceof Set) return [...value];
  if (!(value instanceof Error)) return value;
  return Object.fromEntries([...Object.entries(value), ['name', value.name], ['message', value.message]]);
}

function nameOf(key: unknown): string {
  if (typeof key === 'string' || typeof key === 'number' || typeof key === 'boolean') return String(key);
  throw new TypeError('a Map has a key that is not text');
}

// V8's message continues with a description of the whole cycle.
function firstLineOf(cause: unknown): string {
  try {
    return String(cause instanceof Error ? cause.message : cause).split('\n', 1)[0] ?? '';
  } catch {
    return 'it cannot be read';
  }
}
