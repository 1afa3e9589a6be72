import type { JSONRPCNotification } from '@modelcontextprotocol/server';
import { RawMessage } from '#tools';

/** The lists of a server whose changes can be told. */
export const CHANGING_LISTS = ['tools', 'prompts', 'resources'] as const;
/** One of these lists. */
export type ChangingList = (typeof CHANGING_LISTS)[number];

/** The requests for lists. */
export const LIST_METHODS: ReadonlySet<string> = new Set([
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
]);

/** The notification that a list has changed. */
export function listChanged(list: ChangingList, params?: object): RawMessage {
  const message = { jsonrpc: '2.0', method: `notifications/${list}/list_changed`, ...(params && { params }) };
  return RawMessage.of(message as JSONRPCNotification & { jsonrpc: '2.0' });
}
