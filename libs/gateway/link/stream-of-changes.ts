import {
  SUBSCRIPTION_ID_META_KEY,
  type JSONRPCMessage,
  type JSONRPCNotification,
  type JSONRPCRequest,
  type RequestId,
} from '@modelcontextprotocol/server';
import { RawMessage } from '#tools';
import { CHANGING_LISTS, listChanged } from './list-changes.ts';

const ACKNOWLEDGED = 'notifications/subscriptions/acknowledged';

/** A `subscriptions/listen` request of revision 2026-07-28, whose answer is a stream of changes. */
type ListenRequest = Pick<JSONRPCRequest, 'id' | 'params'>;

/** What an agent wants to hear of on its stream. */
export function wantedChanges({ params }: ListenRequest): Readonly<Record<string, unknown>> {
  return (params?.['notifications'] ?? {}) as Readonly<Record<string, unknown>>;
}

/** The notification that a stream is open, with everything that the agent wants. */
export function acknowledgementOf(request: ListenRequest): RawMessage {
  const params = { notifications: wantedChanges(request), _meta: streamMeta(request) };
  const message = { jsonrpc: '2.0', method: ACKNOWLEDGED, params };
  return RawMessage.of(message as JSONRPCNotification & { jsonrpc: '2.0' });
}

/** The id of the request whose stream is open, as a message says; undefined if it says something else. */
export function acknowledgedId(message: JSONRPCMessage): RequestId | undefined {
  if (!('method' in message) || message.method !== ACKNOWLEDGED) return undefined;
  return message.params?._meta?.[SUBSCRIPTION_ID_META_KEY] as RequestId | undefined;
}

/** The notifications that all lists may have changed of which a stream is to tell. */
export function listChangesFor(request: ListenRequest): RawMessage[] {
  const wanted = wantedChanges(request);
  return CHANGING_LISTS.filter((list) => wanted[`${list}ListChanged`] === true).map((list) =>
    listChanged(list, { _meta: streamMeta(request) }),
  );
}

function streamMeta({ id }: ListenRequest): object {
  return { [SUBSCRIPTION_ID_META_KEY]: id };
}
