import { compareEventIds, type EventFilter } from '#contract';
import type { EventRecordBook } from './event-record-book.ts';
import type { RecordedEvent } from './protocol.ts';
import type { Gap, StreamConnection } from './stream-connection.ts';

/**
 * The range of positions at which a log began during a connection: the beginning moves forward as old events are
 * deleted.
 */
export interface LogBounds {
  /** Where the log began when the process started. */
  earliest: string;
  /** Where the log began after the connection. Events that a gap leaves out must have left the log by then. */
  latest: string;
  /**
   * The last event that the process reported, if its log was killed with it. Events that it delivered later are not
   * judged, because nobody knows them any more.
   */
  reported?: string;
  /** The number of events between two ids that no process can read any more, if ids tell it. Each must be in a gap. */
  countLost?: (after: string, upTo: string) => number;
}

const WELL_FORMED = /^(0|[1-9]\d{0,18})(-(0|[1-9]\d{0,18}))?$/;

/**
 * Compares what a connection received with the record: it must be exactly the events that match its filter from its
 * start position, except those in gaps. Returns the first fault, or undefined.
 */
export function faultOf(
  connection: StreamConnection,
  record: EventRecordBook,
  bounds: LogBounds,
): string | undefined {
  const { asked, told, hello } = connection;
  if (connection.status === 400)
    return WELL_FORMED.test(asked.lastEventId ?? '0') ? 'refused a good id' : undefined;
  if (!hello) return told.length > 0 ? 'told something before hello' : undefined;
  const [first] = told;
  if (!hello.complete && first && !('gap' in first)) return 'said incomplete, and names no gap';
  if (asked.lastEventId === undefined && asked.replay) return faultOfReplay(connection, record, bounds);
  return faultFrom(asked.lastEventId ?? hello.asOf, connection, record, bounds);
}

/** The position of a connection: the last event or gap it received, or where it started. */
export function positionOf({ told, asked, hello }: StreamConnection): string {
  const last = told.at(-1);
  if (last) return 'gap' in last ? last.gap.resumedAfter : last.event.id;
  return asked.lastEventId ?? hello?.asOf ?? '0';
}

function faultOfReplay(
  connection: StreamConnection,
  record: EventRecordBook,
  bounds: LogBounds,
): string | undefined {
  const { told, asked, hello } = connection;
  const asOf = hello?.asOf ?? '0';
  const [first] = told;
  // There was nothing to replay, or the connection was cut before it came.
  if (!first) return undefined;
  if ('gap' in first) return faultFrom(asOf, connection, record, bounds);
  const before = String(Number(first.event.id) - 1);
  const replayed = record.count(before, asked.filter, asOf);
  const wanted = Math.min(asked.replay ?? 0, record.count(bounds.latest, asked.filter, asOf));
  if (replayed < wanted) return `replayed ${replayed} of ${wanted} events`;
  return faultFrom(before, connection, record, bounds);
}

function faultFrom(
  position: string,
  { told, asked }: StreamConnection,
  record: EventRecordBook,
  bounds: LogBounds,
): string | undefined {
  let cursor = position;
  for (const one of told) {
    if ('event' in one && bounds.reported && compareEventIds(one.event.id, bounds.reported) > 0) break;
    const next = record.next(cursor, asked.filter);
    const fault =
      'gap' in one
        ? (faultOfLost(one.gap, asked.filter, bounds) ?? faultOfGap(one.gap, cursor, next, record, bounds))
        : (faultOfEvent(one.event, next, cursor) ?? faultOfSilence(one.event.id, cursor, bounds));
    if (fault) return fault;
    cursor = 'gap' in one ? one.gap.resumedAfter : one.event.id;
  }
  return undefined;
}

function faultOfEvent(
  event: RecordedEvent,
  next: RecordedEvent | undefined,
  cursor: string,
): string | undefined {
  const [told, expected] = [JSON.stringify(event), JSON.stringify(next)];
  return told === expected ? undefined : `after ${cursor} told ${told}, and not ${expected}`;
}

function faultOfSilence(id: string, cursor: string, { countLost }: LogBounds): string | undefined {
  const lost = countLost?.(cursor, id) ?? 0;
  return lost === 0 ? undefined : `kept silent about ${lost} lost events between ${cursor} and ${id}`;
}

/** A gap tells how many events are lost in it, unless a filter would have left some of them out. */
function faultOfLost(
  { requested, resumedAfter, missing }: Gap,
  filter: EventFilter,
  { countLost }: LogBounds,
): string | undefined {
  const lost = countLost?.(requested, resumedAfter) ?? 0;
  const told = Object.keys(filter).length > 0 ? null : lost;
  if (lost === 0 || missing === told) return undefined;
  return `gap from ${requested} to ${resumedAfter} tells ${missing} and not ${told} of ${lost} lost events`;
}

function faultOfGap(
  gap: Gap,
  cursor: string,
  next: RecordedEvent | undefined,
  record: EventRecordBook,
  bounds: LogBounds,
): string | undefined {
  const { requested, resumedAfter } = gap;
  const named = `gap from ${requested} to ${resumedAfter} at ${cursor}`;
  // The server's cursor may be later than the last event sent, because the filter leaves events out.
  if (compareEventIds(requested, cursor) < 0) return `${named} begins before it`;
  if (next && compareEventIds(next.id, requested) <= 0) return `${named} keeps silent about ${next.id}`;
  const isEmpty = record.next(requested, {}, resumedAfter) === undefined;
  const isKnown = record.has(requested) && compareEventIds(requested, bounds.earliest) >= 0;
  const isLost = (bounds.countLost?.(requested, resumedAfter) ?? 0) > 0;
  if (isEmpty) return isKnown && !isLost ? `${named} is needless` : undefined;
  return compareEventIds(resumedAfter, bounds.latest) > 0
    ? `${named} names events that the log holds`
    : undefined;
}
