import type { EventId, MissingEvents } from '#contract';
import type { EventLog } from '../event-log.ts';
import { missingAfter } from './lost-ranges.ts';

/** What a log knows about the events after `after`, up to and including `last`, that it cannot deliver. */
export async function missingBetween(log: EventLog, after: EventId, last: EventId): Promise<MissingEvents> {
  const lost = log.lostAfter(after);
  if (lost?.last === last) return missingAfter(lost, after, log.countBetween(after, last));
  // Retention has dropped them, or an earlier process lost them: they came before the first stored event.
  const [next] = await log.read({ after: last, limit: 1 });
  return { from: null, to: next?.event.timestamp ?? null, missing: log.countBetween(after, last) };
}
