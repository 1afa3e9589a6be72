const KNOWN = new Set(['jsonrpc', 'id', 'method', 'params', 'result', 'error']);

/**
 * A body without members that JSON-RPC does not know: they are ignored, where the SDK would refuse the message. Its
 * raw text keeps them, for an offer that passes messages on.
 */
export function withKnownMembers(body: unknown): unknown {
  if (Array.isArray(body)) return body.map((message) => withKnownMembers(message));
  if (typeof body !== 'object' || body === null) return body;
  if (Object.keys(body).every((key) => KNOWN.has(key))) return body;
  return Object.fromEntries(Object.entries(body).filter(([key]) => KNOWN.has(key)));
}
