import type { Request } from 'express';

/** In which of the two forms of an answer a client takes it. */
export interface AcceptedTypes {
  readonly json: boolean;
  readonly stream: boolean;
}

/** What the SDKs send: spared the parser. */
const USUAL = 'application/json, text/event-stream';
const BOTH: AcceptedTypes = { json: true, stream: true };

/** Reads the `Accept` header by RFC 9110: wildcards, weights and any case; without one a client takes everything. */
export function acceptedTypesOf(request: Request): AcceptedTypes {
  if (request.headers.accept === USUAL) return BOTH;
  return {
    json: request.accepts('application/json') !== false,
    stream: request.accepts('text/event-stream') !== false,
  };
}
