import {
  SUBSCRIPTION_ID_META_KEY,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type RequestId,
} from '@modelcontextprotocol/server';
import { isAnswer, type RawMessage } from '#tools';

const TOKEN = ['params', '_meta', 'progressToken'] as const;

/** A request on a link that several clients share. */
export interface SharedRequest {
  /** What the client calls it. */
  readonly own: { id: RequestId; progressToken: RequestId | undefined };
}

/** A client's request with the id, and the progress token, that nobody else on the link has. */
export function sharedRequest(
  raw: RawMessage,
  { id: ownId, params }: JSONRPCRequest,
  id: RequestId,
): SharedRequest & { raw: RawMessage } {
  const progressToken = params?._meta?.progressToken;
  const own = { id: ownId, progressToken };
  const renamed = raw.withId(id);
  return { own, raw: progressToken === undefined ? renamed : renamed.withMember(TOKEN, id) };
}

/**
 * The id of the request that a notification of the upstream belongs to, where it says so. `relatedTo` is what its transport
 * says, which counts for log messages: a change of a list concerns everybody, on whichever stream it comes.
 */
export function relatedId(message: JSONRPCMessage, relatedTo?: RequestId): RequestId | undefined {
  if (!('method' in message)) return undefined;
  const { progressToken, _meta } = (message.params ?? {}) as Record<string, unknown>;
  if (message.method === 'notifications/message') return relatedTo;
  return (message.method === 'notifications/progress' ? progressToken : subscriptionId(_meta)) as
    RequestId | undefined;
}

/** A message of the upstream as the client expects it: by the client's own ids. */
export function memberMessage(raw: RawMessage, { own }: SharedRequest): RawMessage {
  const { message } = raw;
  if (isAnswer(message)) {
    const answer = raw.withId(own.id);
    const { result } = message as { result?: { _meta?: unknown } | null };
    const meta = result?._meta;
    if (subscriptionId(meta) === undefined) return answer;
    return answer.withMember(['result', '_meta', SUBSCRIPTION_ID_META_KEY], own.id);
  }
  if ('method' in message && message.method === 'notifications/progress')
    return own.progressToken === undefined
      ? raw
      : raw.withMember(['params', 'progressToken'], own.progressToken);
  if ('method' in message && message.method === 'notifications/message') return raw;
  return raw.withMember(['params', '_meta', SUBSCRIPTION_ID_META_KEY], own.id);
}

function subscriptionId(meta: unknown): unknown {
  return (meta as Record<string, unknown> | undefined)?.[SUBSCRIPTION_ID_META_KEY];
}
