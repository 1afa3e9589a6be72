import { traceIdOf, type Observation } from '#mcp';
import type { JsonLogger } from './json-logger.ts';

/**
 * Gives what is logged while a message of an agent is answered the id of its trace: the one that records it, or else the
 * one that the message names, because agents state it there and not in a header.
 */
export function logTraces(observation: Observation, logger: JsonLogger): void {
  observation.listen({
    name: 'log',
    kinds: ['request'],
    message(observed) {
      if (observed.kind !== 'request' || observed.direction !== 'in') return;
      const traceId = observed.tracedAs ?? traceIdOf(observed.trace?.traceparent);
      if (traceId !== undefined) logger.addTrace(traceId);
    },
  });
}
