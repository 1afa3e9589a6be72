import { json, type ErrorRequestHandler, type RequestHandler } from 'express';
import { JSON_RPC, sendJsonRpcError } from './json-rpc-error.ts';

/** The largest request body, in bytes. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Parses the body of a request to the endpoint, whatever its content type: the SDK judges that later. */
export const parseMcpBody: RequestHandler = json({
  limit: MAX_BODY_BYTES,
  strict: false,
  type: () => true,
  // The parser would take an empty body for an empty object.
  verify: ({ method }, _response, body) => {
    if (method === 'POST' && body.length === 0)
      throw Object.assign(new Error('the body is empty'), { status: 400 });
  },
});

/** Answers a body that cannot be read. */
export const refuseMcpBody: ErrorRequestHandler = (
  error: { status?: number; message: string },
  _request,
  response,
  _next,
) => {
  const status = error.status ?? 400;
  if (status === 413)
    return sendJsonRpcError(
      response,
      413,
      JSON_RPC.serverError,
      `The request body is larger than ${MAX_BODY_BYTES} bytes`,
    );
  sendJsonRpcError(response, status, JSON_RPC.parseError, `Parse error: ${error.message}`);
};
