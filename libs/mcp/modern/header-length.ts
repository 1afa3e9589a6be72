import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { isObject } from '../request/json-rpc.ts';

/** Maximum length of what a request names, in characters. Node accepts 16,384 bytes of headers by default. */
const MAX_NAME = 65_536;

/**
 * The member of a request of revision 2026-07-28 that is too long to stand in its header as well; undefined when there
 * is none. The SDK would refuse the request too, but would quote the whole text.
 */
export function tooLongForHeader(message: JSONRPCMessage): string | undefined {
  const { method, params } = message as { method?: unknown; params?: unknown };
  if (isLong(method)) return 'method';
  return isObject(params) && isLong(params['name']) ? 'params.name' : undefined;
}

function isLong(text: unknown): boolean {
  return typeof text === 'string' && text.length > MAX_NAME;
}
