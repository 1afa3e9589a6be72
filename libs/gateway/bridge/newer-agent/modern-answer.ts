import { SERVER_INFO_META_KEY, type JSONRPCMessage, type RequestId } from '@modelcontextprotocol/server';
import { JSON_RPC } from '#edge';
import type { RawMessage } from '#tools';
import { errorAnswer, isObject, resultAnswer } from '../../link/messages.ts';
import { MODERN_REVISION } from '../modern-envelope.ts';
import { serverInfoOf } from '../server-info.ts';

/** The requests whose results say how long they may be kept. */
const CACHEABLE = new Set([
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
  'resources/read',
]);

/** What an upstream of the older era has said to `initialize`. */
export interface Initialized {
  capabilities?: Record<string, unknown>;
  serverInfo?: unknown;
  instructions?: unknown;
}

/** An answer of the older era, with the members that a result has in the newer one. Errors are the same in both. */
export function modernAnswer(answer: RawMessage, method: string, { serverInfo }: Initialized): RawMessage {
  const { message } = answer;
  if (!('result' in message) || message.id === undefined) return answer;
  const result: unknown = message.result;
  if (!isObject(result)) return errorAnswer(message.id, JSON_RPC.serverError, 'Its result is no object.');
  const members = {
    resultType: 'complete',
    ...(CACHEABLE.has(method) && { ttlMs: 0, cacheScope: 'private' }),
  };
  return Object.entries(members)
    .filter(([name]) => !(name in result))
    .reduce((made, [name, value]) => made.withMember(['result', name], value), answer)
    .withMember(['result', '_meta', SERVER_INFO_META_KEY], serverInfoOf(serverInfo));
}

/** The answer to `server/discover`. */
export function discoverAnswer(
  id: RequestId,
  { capabilities = {}, serverInfo, instructions }: Initialized,
): RawMessage {
  // Tasks of the older era differ from those of the newer one.
  const { tasks: _tasks, ...shared } = capabilities;
  return resultAnswer(id, {
    resultType: 'complete',
    supportedVersions: [MODERN_REVISION],
    capabilities: shared,
    ...(instructions !== undefined && { instructions }),
    ttlMs: 0,
    cacheScope: 'private',
    _meta: { [SERVER_INFO_META_KEY]: serverInfoOf(serverInfo) },
  });
}

/** The answer that asks for input. */
export function inputRequiredAnswer(
  id: RequestId,
  inputRequests: Record<string, { method: string; params?: unknown }>,
  requestState: string,
): RawMessage {
  return resultAnswer(id, { resultType: 'input_required', inputRequests, requestState });
}

/** The state that a retry brings back; undefined for any other message. */
export function stateIn(message: JSONRPCMessage): string | undefined {
  const { params } = message as { params?: { requestState?: unknown } };
  return typeof params?.requestState === 'string' ? params.requestState : undefined;
}

/** What a retry brings: the state, and the answers by their keys. */
export function retryIn(
  message: JSONRPCMessage,
): { requestState: string; responses: Record<string, unknown> } | undefined {
  const requestState = stateIn(message);
  if (requestState === undefined) return undefined;
  const { inputResponses } = (message as { params: { inputResponses?: unknown } }).params;
  const isObject = typeof inputResponses === 'object' && inputResponses !== null;
  return { requestState, responses: isObject ? (inputResponses as Record<string, unknown>) : {} };
}
