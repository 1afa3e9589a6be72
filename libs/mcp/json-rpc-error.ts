import type { RequestId } from '@modelcontextprotocol/server';
import type { Response } from 'express';
import { wireJson } from '#contract';

/** JSON-RPC codes of the endpoint's own errors. */
export const JSON_RPC = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internalError: -32603,
  /** A fault of the transport, with the code that the MCP SDKs use. */
  serverError: -32000,
  sessionNotFound: -32001,
  /** A header of revision 2026-07-28 that does not say what the body says. */
  headerMismatch: -32020,
  /** The client has not declared what the answer needs. */
  missingCapability: -32021,
} as const;

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
