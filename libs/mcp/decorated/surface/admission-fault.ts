import { Logger } from '@nestjs/common';
import { ProtocolError } from '@modelcontextprotocol/server';
import { loggableError, loggableExcerpt } from '#redaction';

const logger = new Logger('ResourceUpdates');

/** Maximum length of a URI in the log, in characters. */
const MAX_LOGGED = 256;

/**
 * Logs why an agent did not receive an update. A plain refusal is not logged, but a failing guard is, because nobody
 * else would notice it.
 */
export function reportFault(error: unknown, uri: string): void {
  if (error instanceof ProtocolError) return;
  const resource = loggableExcerpt(uri, MAX_LOGGED);
  logger.error(
    `A guard of the resource ${resource} failed, so an agent was not notified of its update: ${loggableError(error)}`,
  );
}
