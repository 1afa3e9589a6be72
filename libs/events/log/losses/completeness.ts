import type { EventLog } from '../event-log.ts';
import { BEFORE_ALL } from '../known-position.ts';
import type { LostRange } from './lost-ranges.ts';

/**
 * Whether the log holds every event that was stamped in a range of time, as far as it knows: `from` ≤ time < `to`, ISO
 * 8601, UTC. Retention drops events, and an outage can lose some.
 */
export async function isComplete(log: EventLog, from: string, to: string): Promise<boolean> {
  for (let lost = log.lostAfter(log.start); lost; lost = log.lostAfter(lost.last))
    if (overlaps(lost, from, to)) return false;
  const { known: hasDroppedNone } = await log.locate(BEFORE_ALL);
  if (hasDroppedNone) return true;
  const [oldest] = await log.read({ after: log.start, limit: 1 });
  // A dropped event may have been stamped in the same millisecond as the oldest one.
  return oldest !== undefined && from > oldest.timestamp;
}

function overlaps(lost: LostRange, from: string, to: string): boolean {
  return (lost.from === null || lost.from < to) && (lost.to === null || lost.to >= from);
}
