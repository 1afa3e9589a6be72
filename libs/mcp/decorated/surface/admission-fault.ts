import { Logger } from '@nestjs/common';
import { ProtocolError } from '@modelcontextprotocol/server';

const logger = new Logger('ResourceUpdates');

/** Logs why an agent was not told of an update, unless it may not hear of it: nobody else learns that a guard broke. */
export function reportFault(error: unknown, uri: string): void {
  if (error instanceof ProtocolError) return;
  logger.error(
    `A guard of the resource ${uri} failed, so an agent is not told of its update`,
    stackOf(error),
  );
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack : String(error);
}
