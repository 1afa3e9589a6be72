import { HttpException } from '@nestjs/common';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';

/**
 * Rethrows what a prompt or resource failed with, for the agent to get as a JSON-RPC error. One of Nest's
 * HTTP exceptions that blames the request becomes an invalid request, with its status as data.
 */
export function asProtocolError(error: unknown): never {
  if (!(error instanceof HttpException) || error.getStatus() >= 500) throw error;
  throw new ProtocolError(ProtocolErrorCode.InvalidRequest, error.message, { status: error.getStatus() });
}
