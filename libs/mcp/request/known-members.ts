import { isObject } from './json-rpc.ts';

const KNOWN = new Set(['jsonrpc', 'id', 'method', 'params', 'result', 'error']);

/** Members of `params` that count as missing when they are null. */
const OPTIONAL = ['arguments', '_meta'] as const;

/**
 * Removes members that JSON-RPC does not know, and `params`, `arguments` and `_meta` that are null. They are ignored,
 * whereas the SDK would refuse the message. The raw text keeps them, for an offer that forwards messages.
 */
export function withKnownMembers(body: unknown): unknown {
  // A list inside a batch is not a message, and may be nested deeper than the stack allows.
  return Array.isArray(body) ? body.map(knownMembersOf) : knownMembersOf(body);
}

function knownMembersOf(message: unknown): unknown {
  if (!isObject(message)) return message;
  if (Object.keys(message).every((key) => isKept(key, message[key]))) return withoutNulls(message);
  const kept = Object.entries(message).filter(([key, value]) => isKept(key, value));
  return withoutNulls(Object.fromEntries(kept));
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
