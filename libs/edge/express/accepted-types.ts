import type { Request } from 'express';

/** The forms of an answer that a client accepts. */
export interface AcceptedTypes {
  readonly json: boolean;
  readonly stream: boolean;
}

/** The header that the SDKs send, which does not have to be parsed. */
const USUAL = 'application/json, text/event-stream';
const BOTH: AcceptedTypes = { json: true, stream: true };

/**
 * Reads the `Accept` header according to RFC 9110, with wildcards, weights, parameters and any case. A client without
 * the header accepts everything. Both forms are UTF-8, so a client may name the charset.
 */
export function acceptedTypesOf(request: Request): AcceptedTypes {
  if (request.headers.accept === USUAL) return BOTH;
  return {
    json: request.accepts('application/json; charset=utf-8') !== false,
    stream: request.accepts('text/event-stream; charset=utf-8') !== false,
  };
}
