import type { EventId } from '#contract';
import type { EventLog } from './event-log.ts';
import { LogError } from './log-error.ts';

/** The checkpoint that a log has while another one is copied into it. Nobody restores it. */
const NAME = 'unfinished-copy';

/** Marks a log as an unfinished copy up to a position. Retention keeps the events after it. */
export function markUnfinished(log: EventLog, asOf: EventId): Promise<void> {
  return log.saveCheckpoint(NAME, { asOf, value: {} });
}

/** Rejects with a `LogError` if the log is an unfinished copy: it lacks events and counters. */
export async function requireFinished(log: EventLog): Promise<void> {
  if (!(await log.loadCheckpoint(NAME))) return;
  const message =
    'The event log is an incomplete copy of another one: copying has not ended, or was interrupted. Wait for its end; ' +
    'or delete the log, and run "crowsnest log copy" again.';
  throw new LogError('LOG_INCOMPLETE', message);
}
