import type { RequestId } from '@modelcontextprotocol/server';
import type { Response } from 'express';
import { wireJson } from '#contract';

/** Answers with a JSON-RPC error to the request with this id, or to no request. */
export function sendJsonRpcError(
  response: Response,
  status: number,
  code: number,
  message: string,
  id: RequestId | null = null,
): void {
  response
    .status(status)
    .type('json')
    .send(wireJson({ jsonrpc: '2.0', error: { code, message }, id }));
}
