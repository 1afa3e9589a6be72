import { compareEventIds, type EventId } from '#contract';
import type { Position } from './event-log.ts';
import type { LostRanges } from './losses/lost-ranges.ts';

/** Before the first event of any log. */
export const BEFORE_ALL = '0' as EventId;

/** What an engine knows of its log without reading it. */
interface KnownEnds {
  start: EventId;
  last: EventId;
  lost: LostRanges;
}

/** Finds the position of an id at an end of the log, beyond it, or within lost events; undefined for any other id. */
export function knownPosition(id: EventId, { start, last, lost }: KnownEnds): Position | undefined {
  if (compareEventIds(id, start) < 0) return { known: false, resumeAfter: start };
  if (compareEventIds(id, last) > 0) return { known: false, resumeAfter: last };
  if (id === start || id === last || lost.endsWith(id)) return { known: true };
  const range = lost.after(id);
  const isLost = range && compareEventIds(range.after, id) < 0;
  return isLost ? { known: false, resumeAfter: range.last } : undefined;
}
