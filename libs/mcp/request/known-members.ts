const KNOWN = new Set(['jsonrpc', 'id', 'method', 'params', 'result', 'error']);

/** Members of `params` that stand for nothing when they are null. */
const OPTIONAL = ['arguments', '_meta'] as const;

/**
 * A body without members that JSON-RPC does not know, and without `params`, `arguments` and `_meta` that are null:
 * they are ignored, where the SDK would refuse the message. Its raw text keeps them, for an offer that passes messages
 * on.
 */
export function withKnownMembers(body: unknown): unknown {
  if (Array.isArray(body)) return body.map((message) => withKnownMembers(message));
  if (!isObject(body)) return body;
  if (Object.keys(body).every((key) => isKept(key, body[key]))) return withoutNulls(body);
  return withoutNulls(Object.fromEntries(Object.entries(body).filter(([key, value]) => isKept(key, value))));
}

function isKept(key: string, value: unknown): boolean {
  return KNOWN.has(key) && (key !== 'params' || value !== null);
}

function withoutNulls(message: Record<string, unknown>): unknown {
  const { params } = message;
  if (!isObject(params) || !OPTIONAL.some((key) => params[key] === null)) return message;
  const given = Object.entries(params).filter(
    ([key, value]) => value !== null || !OPTIONAL.includes(key as (typeof OPTIONAL)[number]),
  );
  return { ...message, params: Object.fromEntries(given) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
