import { HttpException } from '@nestjs/common';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { errorOf } from '#tools';

/**
 * Rethrows what a prompt or resource threw, so that the agent gets it as a JSON-RPC error. One of Nest's HTTP
 * exceptions that blames the request becomes an invalid request, with its status as data. The SDK answers with a
 * message, so a thrown value without one becomes an error that has one.
 */
export function asProtocolError(thrown: unknown): never {
  if (!(thrown instanceof HttpException) || thrown.getStatus() >= 500) throw errorOf(thrown);
  throw new ProtocolError(ProtocolErrorCode.InvalidRequest, thrown.message, { status: thrown.getStatus() });
}
