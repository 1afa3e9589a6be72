import { compareEventIds, type EventId } from '#contract';
import type { EventMatcher } from '../../encoding/event-matcher.ts';
import type { LoggedEvent } from '../../encoding/logged-event.ts';
import type { RangeRequest } from '../event-log.ts';
import type { ReadSlice } from '../read-all.ts';

/** A part of a list: from one index up to another, exclusive. */
export interface Extent {
  from: number;
  to: number;
}

/** The index of the first event of a part whose id is `id` or greater; `to` if there is none. */
export function indexFrom(events: readonly LoggedEvent[], id: EventId, { from, to }: Extent): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = events[middle];
    if (at && compareEventIds(at.id, id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Selects the events of a part that a request asks for, oldest first. Reads no event beyond the last one it returns, so
 * a page costs the same however many events follow. A selection through a filter that finds little stops after
 * `maxWork`, and says where to continue.
 */
export function selectEvents(
  events: readonly LoggedEvent[],
  extent: Extent,
  { after, before, limit }: Omit<RangeRequest, 'filter'>,
  matcher?: EventMatcher,
  maxWork = Infinity,
): ReadSlice {
  const first = after === undefined ? extent.from : indexAfter(events, after, extent);
  const end = before === undefined ? extent.to : indexFrom(events, before, extent);
  const forward = after !== undefined;
  const selected: LoggedEvent[] = [];
  const inOrder = (): LoggedEvent[] => (forward ? selected : selected.toReversed());
  for (let step = 0; step < end - first && selected.length < limit; step += 1) {
    const logged = events[forward ? first + step : end - 1 - step];
    if (!logged) continue;
    if (!matcher || matcher.matches(logged)) selected.push(logged);
    if (matcher && matcher.work >= maxWork) return { events: inOrder(), rest: logged.id };
  }
  return { events: inOrder() };
}

function indexAfter(events: readonly LoggedEvent[], id: EventId, extent: Extent): number {
  const index = indexFrom(events, id, extent);
  return index < extent.to && events[index]?.id === id ? index + 1 : index;
}
