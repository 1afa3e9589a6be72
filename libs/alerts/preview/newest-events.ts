import { positionBefore, type EventId } from '#contract';
import type { EventLog } from '#events';

/** Number of events that are read together. */
const PAGE_EVENTS = 1_000;

/** What is looked for: the newest events since a time (ISO 8601, UTC), at most `most`. */
interface NewestRequest {
  since: string;
  most: number;
}

/** Where the newest events begin. */
export interface NewestEvents {
  /** A position before the first of them. Events right after it may be older than was asked for. */
  after: EventId;
  /** Whether these are all since the time, and not only as many as were asked for. */
  isAll: boolean;
}

/**
 * Finds where the newest events begin, from the end of the log backwards: a log does not count what lies between two ids.
 * Nothing is parsed. Rejects with a `LogError`.
 */
export async function newestEvents(
  log: Pick<EventLog, 'read' | 'start'>,
  { since, most }: NewestRequest,
): Promise<NewestEvents> {
  let after = log.start;
  for (let [left, place] = [most, {}]; left > 0;) {
    const limit = Math.min(left, PAGE_EVENTS);
    const page = await log.read({ limit, ...place });
    const [first] = page;
    if (first) after = positionBefore(first.id);
    // An observer outside may report late, so one old event does not mean that all events before it are older.
    const isPast = !page.some(({ timestamp }) => timestamp >= since);
    if (!first || page.length < limit || isPast) return { after, isAll: true };
    [left, place] = [left - page.length, { before: first.id }];
  }
  return { after, isAll: false };
}
