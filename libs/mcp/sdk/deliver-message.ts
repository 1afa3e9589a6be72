import type {
  JSONRPCMessage,
  JSONRPCRequest,
  MessageExtraInfo,
  Server,
  Transport,
} from '@modelcontextprotocol/server';
import { isRequest } from '#tools';
import { isId, isObject } from '../request/json-rpc.ts';

/** A member of `_meta` whose form the SDK checks, besides the progress token. */
const RELATED_TASK = 'io.modelcontextprotocol/related-task';

type ServeRequest = (this: Server, request: JSONRPCRequest, extra: MessageExtraInfo | undefined) => void;

/**
 * Gives a message of the client to the server object that is connected to a transport. WHY: the SDK finds out what a message is
 * by validating it against the schemas of answers first. A request fails against them, which takes ten times as long as the
 * schema of requests, and zod keeps what has failed until a full garbage collection
 * (docs/decisions/02-observed-at-the-transport.md). So a well-formed request goes directly to the private method that the SDK
 * would call. `sdk.spec.ts` fails when it is gone, or answers otherwise.
 */
export function deliverMessage(
  server: Server,
  transport: Transport,
  message: JSONRPCMessage,
  extra: MessageExtraInfo | undefined,
): void {
  if (!isWellFormed(message)) return transport.onmessage?.(message, extra);
  const { _onrequest: serve } = server as unknown as { _onrequest?: ServeRequest };
  if (!serve) throw new Error('The SDK serves no requests');
  serve.call(server, message, extra);
}

/** Whether a message is what the SDK accepts as a request. The endpoint has checked everything but `_meta`. */
function isWellFormed(message: JSONRPCMessage): message is JSONRPCRequest {
  if (!isRequest(message)) return false;
  const meta: unknown = message.params?._meta;
  if (meta === undefined) return true;
  if (!isObject(meta) || meta[RELATED_TASK] !== undefined) return false;
  return meta['progressToken'] === undefined || isId(meta['progressToken']);
}
