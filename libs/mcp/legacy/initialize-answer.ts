import { LATEST_PROTOCOL_VERSION, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server';
import type { Response } from 'express';
import { RawMessage } from '#tools';
import { readText } from '../client-info.ts';
import { challengeOf, sendJson } from '../connection/send-json.ts';
import { frameOf, SseResponse } from '../connection/sse-response.ts';
import type { McpExchange } from '../mcp-exchange.ts';
import type { HandshakeEnd } from './handshake.ts';
import type { ProtocolSession } from './protocol-session.ts';
import type { PostOptions } from './session-streams.ts';

/** Why a session is closed that did not begin. */
export const NOT_BEGUN = 'The session has not begun';

/**
 * The answer of the offer to the `initialize` of an exchange. Closes the session if the agent leaves before, because nobody
 * would end the offer's side of it. Rejects with the reason of the signal.
 */
export async function answerTo(
  session: ProtocolSession,
  { request, response, body, rawBody }: McpExchange,
  signal: AbortSignal,
): Promise<HandshakeEnd> {
  const leave = (): void => session.close(NOT_BEGUN);
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  response.on('close', leave);
  signal.addEventListener('abort', abort);
  try {
    signal.throwIfAborted();
    const [initialize] = RawMessage.ofBody(body, rawBody);
    if (!initialize) return {};
    return await Promise.race([session.begin(initialize, request), aborted.promise]);
  } finally {
    response.off('close', leave);
    signal.removeEventListener('abort', abort);
  }
}

/** The revision that the answer states, or else the one that the agent wants. */
export function protocolVersionOf(
  { message }: RawMessage,
  { protocolVersion: wanted }: { protocolVersion: string },
): string {
  const { result } = message as { result?: { protocolVersion?: unknown } };
  const stated = readText(result?.protocolVersion);
  if (stated !== '') return stated;
  return SUPPORTED_PROTOCOL_VERSIONS.includes(wanted) ? wanted : LATEST_PROTOCOL_VERSION;
}

/** Answers an `initialize` that has begun no session. */
export function sendRefusal(
  { answer, refusal }: HandshakeEnd,
  response: Response,
  { acceptsStream }: PostOptions,
): void {
  if (!answer) response.status(202).end();
  else if (refusal) sendJson(response, refusal.status, answer.text, challengeOf(refusal));
  else if (!acceptsStream) sendJson(response, 200, answer.text);
  else new SseResponse(response).end(frameOf(answer.text));
}
