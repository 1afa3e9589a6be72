import type { RequestId } from '@modelcontextprotocol/server';
import type { Response } from 'express';
import { wireJson } from '#contract';

/** JSON-RPC codes that the endpoint answers with itself. */
export const JSON_RPC = {
  parseError: -32700,
  invalidRequest: -32600,
  invalidParams: -32602,
  internalError: -32603,
  /** A fault of the transport, as the MCP SDKs use it. */
  serverError: -32000,
  sessionNotFound: -32001,
} as const;

/** Answers with a JSON-RPC error: of the request with this id, or of none. */
export function sendJsonRpcError(
  response: Response,
  status: number,
  code: number,
  message: string,
  id: RequestId | null = null,
): void {
  if (response.headersSent) return;
  response
    .status(status)
    .type('json')
    .send(wireJson({ jsonrpc: '2.0', error: { code, message }, id }));
}
