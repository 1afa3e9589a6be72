import { json, type Request, type Response } from 'express';
import { EdgeError } from '#edge';
import { JSON_RPC } from './json-rpc-error.ts';

/** Maximum size of a request body, in bytes. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Parses a body whatever its content type: the SDK judges that later. */
const parse = json({
  limit: MAX_BODY_BYTES,
  strict: false,
  type: () => true,
  // The parser would read an empty body as an empty object.
  verify: (request, _response, body) => {
    if (request.method === 'POST' && body.length === 0)
      throw Object.assign(new Error('the body is empty'), { status: 400 });
    // The bytes are kept, as Nest names them: numbers and the order of members are lost in what they parse to.
    Object.assign(request, { rawBody: body });
  },
});

/** Reads the body of a request to the endpoint. Rejects with an `EdgeError`: 400, 413 or 415. */
export function readMcpBody(request: Request, response: Response): Promise<unknown> {
  return new Promise((resolve, reject) => {
    parse(request, response, (error?: unknown) => {
      if (error === undefined) resolve(request.body);
      else reject(refusalOf(error as { status?: number; message: string }));
    });
  });
}

function refusalOf({ status = 400, message }: { status?: number; message: string }): EdgeError {
  if (status === 413) {
    const limit = `The request body is larger than ${MAX_BODY_BYTES} bytes`;
    return new EdgeError(413, 'PAYLOAD_TOO_LARGE', limit);
  }
  return new EdgeError(status, 'PARSE_ERROR', `Parse error: ${message}`, {
    jsonRpcCode: JSON_RPC.parseError,
  });
}
