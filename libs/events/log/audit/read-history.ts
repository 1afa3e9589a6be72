import { compareEventIds, isAudited, isUnfiltered, type EventFilter, type EventId } from '#contract';
import { EventMatcher } from '../../encoding/event-matcher.ts';
import type { LoggedEvent } from '../../encoding/logged-event.ts';
import { plannedFilter } from '../../encoding/planned-filter.ts';
import type { EventLog, RangeRequest, ReadRequest } from '../event-log.ts';
import { readAll, type ReadSlice } from '../read-all.ts';

/** Number of audited events that are looked at together. */
const SLICE_EVENTS = 500;

/**
 * Reads events of the log and, where it begins too late, audited ones that retention has dropped, in the order of ids.
 * Positions stay those of the log, so whoever follows it uses `read`.
 */
export async function readHistory(log: EventLog, request: ReadRequest): Promise<LoggedEvent[]> {
  // Before the audited events: one that is dropped meanwhile is found in either.
  const kept = await log.read(request);
  if (!mayHoldMore(log.start, kept, request)) return kept;
  const audited = await readAll((range) => readSlice(log, range), request);
  return joined(kept, audited, request);
}

/** Whether some of the wanted events may be older than the log. */
function mayHoldMore(start: EventId, kept: readonly LoggedEvent[], request: ReadRequest): boolean {
  const { after, limit, filter = {} } = request;
  const { types, hidesTrail } = plannedFilter(filter);
  if (hidesTrail || (types && !types.some(isAudited))) return false;
  return after === undefined ? kept.length < limit : compareEventIds(after, start) < 0;
}

async function readSlice(log: EventLog, { filter, limit, ...range }: RangeRequest): Promise<ReadSlice> {
  const isFiltered = filter !== undefined && !isUnfiltered(filter);
  const wanted = isFiltered ? SLICE_EVENTS : limit;
  const events = await log.readAudit({ ...range, limit: wanted });
  const matching = isFiltered ? matchingOf(events, filter) : events;
  const isForward = range.after !== undefined;
  const selected = isForward ? matching.slice(0, limit) : matching.slice(-limit);
  const rest = isForward ? events.at(-1)?.id : events[0]?.id;
  return { events: selected, ...(events.length === wanted && rest !== undefined && { rest }) };
}

/** Of the sessions of events that old nothing is known. */
function matchingOf(events: LoggedEvent[], filter: EventFilter): LoggedEvent[] {
  const matcher = EventMatcher.for(filter, () => undefined);
  return matcher ? events.filter((event) => matcher.matches(event)) : events;
}

function joined(
  kept: readonly LoggedEvent[],
  audited: readonly LoggedEvent[],
  { after, limit }: ReadRequest,
): LoggedEvent[] {
  const ids = new Set(kept.map(({ id }) => id));
  const all = [...audited.filter(({ id }) => !ids.has(id)), ...kept].toSorted((a, b) =>
    compareEventIds(a.id, b.id),
  );
  return after === undefined ? all.slice(-limit) : all.slice(0, limit);
}
