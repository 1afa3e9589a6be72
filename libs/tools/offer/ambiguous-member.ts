import { elementsOf, membersOf, type JsonSlice } from './json-slices.ts';

const MESSAGE_MEMBERS = new Set(['jsonrpc', 'id', 'method', 'params']);
const CALL_MEMBERS = new Set(['name', 'arguments', '_meta']);

/**
 * The key by which another reader may see another message, or another tool, than `JSON.parse` in a body: it stands twice in
 * a message or in the `params` of a call, and some take the first one; or it is one of MCP in another case, which some
 * ignore. Undefined when all readers agree. The body must be valid JSON-RPC.
 */
export function ambiguousMember(body: Buffer): string | undefined {
  // Offsets are the same as in bytes, and no large body is decoded.
  const text = body.toString('latin1');
  const starts = /^\s*\[/.test(text) ? elementsOf(text).map(({ start }) => start) : [0];
  for (const start of starts) {
    const key = ambiguousIn(text, start);
    if (key !== undefined) return key;
  }
  return undefined;
}

function ambiguousIn(text: string, start: number): string | undefined {
  const message = readMembers(text, start, MESSAGE_MEMBERS);
  if (typeof message === 'string') return message;
  const [method, params] = [message.get('method'), message.get('params')];
  if (!method || !params || JSON.parse(text.slice(method.start, method.end)) !== 'tools/call')
    return undefined;
  const call = readMembers(text, params.start, CALL_MEMBERS);
  return typeof call === 'string' ? call : undefined;
}

/** The members of an object by their keys, or the key that is ambiguous. */
function readMembers(
  text: string,
  start: number,
  known: ReadonlySet<string>,
): Map<string, JsonSlice> | string {
  const members = new Map<string, JsonSlice>();
  for (const { key, value } of membersOf(text, start)) {
    const read = known.has(key) ? key : decoded(key);
    if (members.has(read) || (!known.has(read) && known.has(withoutCase(read)))) return read;
    members.set(read, value);
  }
  return members;
}

function decoded(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString();
}

// In two steps, because some characters have an upper case and are no lower case of it.
function withoutCase(key: string): string {
  return key.toUpperCase().toLowerCase();
}
