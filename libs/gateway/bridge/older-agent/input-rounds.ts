import { randomUUID } from 'node:crypto';
import type { JSONRPCMessage, JSONRPCRequest, JSONRPCResponse } from '@modelcontextprotocol/server';
import { RawMessage } from '#tools';
import { isObject } from '../../link/messages.ts';
import type { AskedRound, OlderRequest } from './older-request.ts';

/** How often an upstream may ask before it answers a request. */
const MAX_ROUNDS = 20;

interface InputRequired {
  resultType: 'input_required';
  inputRequests?: Record<string, { method: string; params?: object }>;
  requestState?: unknown;
}

/** What an answer asks for; undefined if it is the answer itself. */
export function inputRequiredBy({ message }: RawMessage): InputRequired | undefined {
  if (!('result' in message)) return undefined;
  const result: unknown = message.result;
  if (!isObject(result) || result['resultType'] !== 'input_required') return undefined;
  return result as unknown as InputRequired;
}

/** Why the agent cannot be asked, if that is so. `rounds`: how often it was asked. */
export function faultOfAsking({ inputRequests = {} }: InputRequired, rounds: number): string | undefined {
  if (rounds >= MAX_ROUNDS) return `It has asked for input ${MAX_ROUNDS} times without an answer.`;
  if (isObject(inputRequests) && Object.values(inputRequests).every(isRequestForInput)) return undefined;
  return 'It has asked for input in a form that is not that of MCP.';
}

function isRequestForInput(request: unknown): boolean {
  if (!isObject(request) || typeof request['method'] !== 'string') return false;
  return request['params'] === undefined || isObject(request['params']);
}

/** The requests to the agent by which a round asks, and the round. `newId` gives each an id. */
export function askedRound(
  { inputRequests = {}, requestState }: InputRequired,
  newId: () => string,
): { round: AskedRound; requests: RawMessage[] } {
  const round: AskedRound = {
    keys: new Map(),
    responses: {},
    requestState,
    complete: Promise.withResolvers(),
  };
  const requests = Object.entries(inputRequests).map(([key, { method, params }]) => {
    const id = newId();
    round.keys.set(id, key);
    const request: JSONRPCRequest = {
      jsonrpc: '2.0',
      id,
      method,
      ...(params && { params: olderParams(params) }),
    };
    return RawMessage.of(request);
  });
  return { round, requests };
}

/** Takes an answer of the agent. Returns whether it has answered everything; an error of the agent is returned as it is. */
export function takeResponse(
  { keys, responses }: AskedRound,
  response: JSONRPCResponse,
): 'complete' | 'incomplete' | { error: unknown } {
  if (response.id === undefined) return 'incomplete';
  const key = keys.get(response.id);
  if (key === undefined) return 'incomplete';
  if ('error' in response) return { error: response.error };
  keys.delete(response.id);
  responses[key] = response.result;
  return keys.size === 0 ? 'complete' : 'incomplete';
}

/** The request again, with the answers of a round. */
export function retryOf({ raw }: OlderRequest, { responses, requestState }: AskedRound): RawMessage {
  const answered =
    Object.keys(responses).length > 0 ? raw.withMember(['params', 'inputResponses'], responses) : raw;
  return requestState === undefined
    ? answered
    : answered.withMember(['params', 'requestState'], requestState);
}

/** The answer to a request whose agent has not given the input. */
export function refusedInput({ request }: OlderRequest, error: unknown): RawMessage {
  return RawMessage.of({ jsonrpc: '2.0', id: request.id, error } as JSONRPCMessage);
}

/** Only the older era has this id, by which a client tells pages apart. */
function olderParams(params: { mode?: unknown }): Record<string, unknown> {
  return params.mode === 'url' ? { ...params, elicitationId: randomUUID() } : { ...params };
}
