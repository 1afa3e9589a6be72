import { SUPPORTED_PROTOCOL_VERSIONS, type JSONRPCMessage } from '@modelcontextprotocol/server';
import type { Request } from 'express';
import { acceptedTypesOf } from '../request/accepted-types.ts';
import type { PostOptions } from './session-streams.ts';

/** The first revision whose clients know an event that only begins a stream. */
const RESUMABLE_SINCE = '2025-11-25';

/** How a client of a revision wants the answers to a body. */
export function postOptionsOf(request: Request, body: unknown, revision: string): PostOptions {
  return {
    acceptsStream: acceptedTypesOf(request).stream,
    isResumable: isResumable(revision),
    isBatch: Array.isArray(body),
  };
}

/** A client may ask for a revision that nobody knows: it is not taken to know what later ones have. */
function isResumable(revision: string): boolean {
  return revision >= RESUMABLE_SINCE && SUPPORTED_PROTOCOL_VERSIONS.includes(revision);
}

/** Why a body may not come in a session that has begun; undefined when it may. */
export function faultOf(body: unknown): string | undefined {
  const messages = (Array.isArray(body) ? body : [body]) as JSONRPCMessage[];
  const begins = messages.some((message) => 'method' in message && message.method === 'initialize');
  return begins ? 'The session has begun already: "initialize" may not be sent in it' : undefined;
}
