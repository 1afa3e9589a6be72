import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { json, type Request, type Response } from 'express';
import { EdgeError } from '#edge';
import { JSON_RPC } from './json-rpc-error.ts';
import { isTooDeep, MAX_DEPTH } from './request/nesting.ts';
import { hasSmallBody, readSmallBody } from './request/small-body.ts';

/** Maximum size of a request body, in bytes. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** A body that is larger, in bytes, is handled in another turn of the event loop than it is parsed in. */
const LARGE_BODY_BYTES = 64 * 1024;

/** Some programs put a byte order mark before UTF-8 text. */
const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

/** The allowed values of `Content-Encoding`. The parser supports others, depending on the version of Node. */
const ENCODINGS = ['identity', 'gzip', 'deflate', 'br'];

const TOO_DEEP = `Invalid request: a message may be nested ${MAX_DEPTH} levels deep`;
const NOT_JSON_RPC = { jsonRpcCode: JSON_RPC.invalidRequest };

/** Parses a body of any content type, because the SDK checks the type later. */
const parse = json({ limit: MAX_BODY_BYTES, strict: false, type: () => true, verify: checkBytes });

/** Reads the body of a request to the endpoint. Rejects with an `EdgeError` (400, 413 or 415). */
export async function readMcpBody(request: Request, response: Response): Promise<unknown> {
  if (hasSmallBody(request)) return (request.body = await readSmall(request));
  const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (!ENCODINGS.includes(encoding))
    throw refusalOf(fault(415, 'Content-Encoding must be gzip, deflate or br'));
  const body = await parsed(request, response);
  // Others are served in between.
  if ((rawBodyOf(request)?.length ?? 0) > LARGE_BODY_BYTES) await setImmediate();
  return body;
}

/** The bytes of a body that was read, without a byte order mark. */
export function rawBodyOf(request: IncomingMessage): Buffer | undefined {
  return (request as IncomingMessage & { rawBody?: Buffer }).rawBody;
}

async function readSmall(request: Request): Promise<unknown> {
  try {
    checkBytes(request, undefined, await readSmallBody(request), 'utf-8');
    return JSON.parse(String(rawBodyOf(request)));
  } catch (error) {
    throw error instanceof EdgeError ? error : refusalOf(error as Error);
  }
}

function parsed(request: Request, response: Response): Promise<unknown> {
  return new Promise((resolve, reject) => {
    parse(request, response, (error?: unknown) => {
      if (error === undefined) resolve(request.body);
      else
        reject(error instanceof EdgeError ? error : refusalOf(error as { status?: number; message: string }));
    });
  });
}

/** Throws when the parser would read something other than what was sent. */
function checkBytes(request: IncomingMessage, _response: unknown, body: Buffer, charset: string): void {
  // The parser would turn an empty body into an empty object.
  if (body.length === 0) throw fault(400, 'the body is empty');
  if (charset !== 'utf-8') throw fault(415, `the charset must be UTF-8, not ${charset.toUpperCase()}`);
  // The parser would replace invalid bytes with U+FFFD.
  if (!isUtf8(body)) throw fault(400, 'the body is not UTF-8');
  if (isTooDeep(body)) throw new EdgeError(400, 'INVALID_REQUEST', TOO_DEEP, NOT_JSON_RPC);
  const hasMark = body.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
  // Keeps the bytes under the name that Nest uses, because parsing loses the exact form of numbers and the order of
  // members.
  Object.assign(request, { rawBody: hasMark ? body.subarray(BYTE_ORDER_MARK.length) : body });
}

function fault(status: number, message: string): Error & { status: number } {
  return Object.assign(new Error(message), { status });
}

function refusalOf({ status = 400, message }: { status?: number; message: string }): EdgeError {
  if (status === 413) {
    const limit = `The request body is larger than ${MAX_BODY_BYTES} bytes`;
    return new EdgeError(413, 'PAYLOAD_TOO_LARGE', limit);
  }
  if (status === 415)
    return new EdgeError(415, 'UNSUPPORTED_MEDIA_TYPE', `Unsupported Media Type: ${message}`);
  return new EdgeError(status, 'PARSE_ERROR', `Parse error: ${message}`, {
    jsonRpcCode: JSON_RPC.parseError,
  });
}
