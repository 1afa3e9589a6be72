import { PROTOCOL_VERSION_META_KEY, type JSONRPCMessage } from '@modelcontextprotocol/server';
import type { MessageHeaders } from '../link/upstream-link.ts';

const REVISION = '2026-07-28';

/** The member of `params` that the header `Mcp-Name` repeats, by method. */
const NAMED_BY = new Map([
  ['tools/call', 'name'],
  ['prompts/get', 'name'],
  ['resources/read', 'uri'],
  ['tasks/get', 'taskId'],
  ['tasks/update', 'taskId'],
  ['tasks/cancel', 'taskId'],
]);

/** The headers that revision 2026-07-28 requires of a message. They are made from the message, which alone counts. */
export function modernHeaders(message: JSONRPCMessage): MessageHeaders {
  const { method = '', params } = message as {
    method?: string;
    params?: Record<string, unknown> & { _meta?: Record<string, unknown> };
  };
  const revision = params?._meta?.[PROTOCOL_VERSION_META_KEY];
  const name = params?.[NAMED_BY.get(method) ?? ''];
  return {
    'mcp-protocol-version': typeof revision === 'string' ? revision : REVISION,
    'mcp-method': encoded(method),
    ...(typeof name === 'string' && { 'mcp-name': encoded(name) }),
  };
}

/** A text in a header, as the revision requires: text that is not plain ASCII is in Base64. */
function encoded(text: string): string {
  const isPlain =
    /^[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?$/.test(text) && !/^=\?base64\?.*\?=$/.test(text);
  return isPlain ? text : `=?base64?${Buffer.from(text).toString('base64')}?=`;
}
