import { HttpException } from '@nestjs/common';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { errorOf, readable } from '#tools';

/**
 * Rethrows what a prompt or resource threw, so that the agent gets it as a JSON-RPC error. One of Nest's HTTP
 * exceptions that blames the request becomes an invalid request, with its status as data. The SDK answers with a
 * message, so a thrown value without one becomes an error that has one.
 */
export function asProtocolError(unknown: unknown): never {
  const thrown = readable(unknown);
  const error = errorOf(thrown);
  if (!(thrown instanceof HttpException) || thrown.getStatus() >= 500) throw error;
  throw new ProtocolError(ProtocolErrorCode.InvalidRequest, error.message, { status: thrown.getStatus() });
}
