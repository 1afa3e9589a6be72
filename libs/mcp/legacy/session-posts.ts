import { SUPPORTED_PROTOCOL_VERSIONS, type JSONRPCMessage } from '@modelcontextprotocol/server';
import { acceptedTypesOf } from '#edge';
import type { McpExchange } from '../mcp-exchange.ts';
import type { PostOptions } from './session-streams.ts';

/** The first revision in which clients know the event that begins a stream. */
const RESUMABLE_SINCE = '2025-11-25';

/** How the answers to a body have to be sent, according to the client's headers and revision. */
export function postOptionsOf(
  { request, body, offer, holdBody }: McpExchange,
  revision: string,
): PostOptions {
  return {
    acceptsStream: acceptedTypesOf(request).stream,
    isResumable: isResumable(revision),
    isBatch: Array.isArray(body),
    mayBeRefused: offer.passesCredentials,
    holdBody,
  };
}

/** A client may state an unknown revision. It is not assumed to have features of later revisions. */
function isResumable(revision: string): boolean {
  return revision >= RESUMABLE_SINCE && SUPPORTED_PROTOCOL_VERSIONS.includes(revision);
}

/** Why a body is not allowed in a session that has begun; undefined when it is. */
export function faultOf(body: unknown): string | undefined {
  const messages = (Array.isArray(body) ? body : [body]) as JSONRPCMessage[];
  const begins = messages.some((message) => 'method' in message && message.method === 'initialize');
  return begins ? 'The session has begun already: "initialize" may not be sent in it' : undefined;
}
