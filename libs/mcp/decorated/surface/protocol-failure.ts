import { HttpException, Logger } from '@nestjs/common';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { loggableError } from '#redaction';
import { errorOf, readable } from '#tools';

const logger = new Logger('McpHandlers');

/**
 * Rethrows an error of a prompt or resource in a form that the SDK answers as a JSON-RPC error. An HTTP exception of
 * Nest with a 4xx status becomes an invalid request, with the status as data. A thrown value without a message
 * becomes an error that has one.
 */
function asProtocolError(unknown: unknown): never {
  const thrown = readable(unknown);
  const error = errorOf(thrown);
  if (!(thrown instanceof HttpException) || thrown.getStatus() >= 500) throw error;
  throw new ProtocolError(ProtocolErrorCode.InvalidRequest, error.message, { status: thrown.getStatus() });
}

/**
 * Does the same, and logs what is no refusal: no event reports it, so nobody else would notice. `what` has failed. What
 * fails after the signal of its request has aborted is not logged, because nobody waits for it.
 */
export function tellAndRethrow(what: string, signal?: AbortSignal): (thrown: unknown) => never {
  return (thrown) => {
    try {
      asProtocolError(thrown);
    } catch (error) {
      const isTold = error instanceof ProtocolError || signal?.aborted;
      if (!isTold) logger.error(`${what} failed: ${loggableError(error)}`);
      throw error;
    }
  };
}
