import { compareEventIds } from '#contract';
import type { EventRecordBook } from './event-record-book.ts';
import type { RecordedEvent } from './protocol.ts';
import type { Gap, StreamConnection } from './stream-connection.ts';

/** Between which positions a log began while a connection lasted: it moves on as old events leave. */
export interface LogBounds {
  /** Where it began when the process did. */
  earliest: string;
  /** Where it began after the connection: what a gap leaves out must have left the log by then. */
  latest: string;
  /**
   * The last event that the process reported, where its log was killed with it: what it told after that
   * nobody can know any more, and it is not judged.
   */
  reported?: string;
}

const WELL_FORMED = /^(0|[1-9]\d{0,18})(-(0|[1-9]\d{0,18}))?$/;

/**
 * What a connection was told is held against the record: exactly the events that its filter lets through
 * from where it started, but for what gaps name. Returns the first fault, or undefined.
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

/** Where a connection had come to: the last thing it was told, or where it started. */
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
  // Nothing was there to be replayed, or the connection was cut before it came.
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
        ? faultOfGap(one.gap, cursor, next, record, bounds)
        : faultOfEvent(one.event, next, cursor);
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

function faultOfGap(
  gap: Gap,
  cursor: string,
  next: RecordedEvent | undefined,
  record: EventRecordBook,
  bounds: LogBounds,
): string | undefined {
  const { requested, resumedAfter } = gap;
  const named = `gap from ${requested} to ${resumedAfter} at ${cursor}`;
  // The server's cursor may be further on than the last event told, by events that the filter leaves out.
  if (compareEventIds(requested, cursor) < 0) return `${named} begins before it`;
  if (next && compareEventIds(next.id, requested) <= 0) return `${named} keeps silent about ${next.id}`;
  const isEmpty = record.next(requested, {}, resumedAfter) === undefined;
  const isKnown = record.has(requested) && compareEventIds(requested, bounds.earliest) >= 0;
  if (isEmpty) return isKnown ? `${named} is needless` : undefined;
  return compareEventIds(resumedAfter, bounds.latest) > 0
    ? `${named} names events that the log holds`
    : undefined;
}
