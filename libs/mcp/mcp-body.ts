import { setImmediate } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { BodyFault, EdgeError, JSON_RPC, jsonBodyReader, keepBytes, rawBodyOf } from '#edge';
import { isTooDeep, MAX_DEPTH } from './request/nesting.ts';
import { hasSmallBody, readSmallBody } from './request/small-body.ts';

/** Maximum size of a request body, in bytes. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** A body that is larger, in bytes, is handled in another turn of the event loop than it is parsed in. */
const LARGE_BODY_BYTES = 64 * 1024;

const TOO_DEEP = `Invalid request: a message may be nested ${MAX_DEPTH} levels deep`;
const NOT_JSON_RPC = { jsonRpcCode: JSON_RPC.invalidRequest };

/** Parses a body of any content type, because the SDK checks the type later. */
const readLarge = jsonBodyReader({ maxBytes: MAX_BODY_BYTES, check });

/** Reads the body of a request to the endpoint. Rejects with an `EdgeError` (400, 413 or 415). */
export async function readMcpBody(request: Request, response: Response): Promise<unknown> {
  try {
    if (hasSmallBody(request)) return (request.body = await readSmall(request));
    const body = await readLarge(request, response);
    // Others are served in between.
    if ((rawBodyOf(request)?.length ?? 0) > LARGE_BODY_BYTES) await setImmediate();
    return body;
  } catch (error) {
    throw refusalOf(error);
  }
}

async function readSmall(request: Request): Promise<unknown> {
  const bytes = await readSmallBody(request);
  keepBytes(request, bytes);
  check(bytes);
  return JSON.parse(String(rawBodyOf(request)));
}

function check(bytes: Buffer): void {
  // The parser would turn an empty body into an empty object.
  if (bytes.length === 0) throw new BodyFault(400, 'is empty');
  if (isTooDeep(bytes)) throw new EdgeError(400, 'INVALID_REQUEST', TOO_DEEP, NOT_JSON_RPC);
}

/** The same fault in the words of JSON-RPC. An error of another kind means that the body has not arrived, or is no JSON. */
function refusalOf(error: unknown): EdgeError {
  if (error instanceof EdgeError && !(error instanceof BodyFault)) return error;
  const { message } = error as Error;
  const status = error instanceof BodyFault ? error.getStatus() : 400;
  if (status === 413) return new EdgeError(413, 'PAYLOAD_TOO_LARGE', message);
  if (status === 415)
    return new EdgeError(415, 'UNSUPPORTED_MEDIA_TYPE', `Unsupported Media Type: ${message}`);
  return new EdgeError(400, 'PARSE_ERROR', `Parse error: ${message}`, { jsonRpcCode: JSON_RPC.parseError });
}
