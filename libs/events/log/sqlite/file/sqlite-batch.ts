import { joinLines } from '../../../encoding/json-lines.ts';
import type { LoggedEvent } from '../../../encoding/logged-event.ts';
import { sessionChangeOf } from '../../../encoding/session-changes.ts';
import { blockOf, nameOfSession, nameOfTool, nameOfType } from '../index/sqlite-blocks.ts';
import type { Batch } from './sqlite-protocol.ts';

/** A batch ends once it has this many characters, because it is always read as a whole. */
const MAX_BATCH_LENGTH = 64 * 1024;

/**
 * Groups events into batches. A batch is one row, with the JSON of its events as one text: inserting a row costs more
 * than its content, and passing a text to another thread is a plain copy, where an object must be serialized and
 * parsed. A batch never crosses the boundary of a block.
 */
export function batchesOf(events: readonly LoggedEvent[]): Batch[] {
  const batches: Batch[] = [];
  let from = 0;
  let length = 0;
  events.forEach((event, index) => {
    length += event.json.length;
    const next = events[index + 1];
    const isLast =
      !next || length >= MAX_BATCH_LENGTH || blockOf(Number(next.id)) !== blockOf(Number(event.id));
    if (!isLast) return;
    batches.push(batchOf(events.slice(from, index + 1), event));
    from = index + 1;
    length = 0;
  });
  return batches;
}

function batchOf(events: readonly LoggedEvent[], newest: LoggedEvent): Batch {
  const sessions = new Set<string>();
  const tools = new Set<string>();
  const types = new Set<string>();
  let [earliest, latest] = [newest.timestamp, newest.timestamp];
  for (const { sessionId, tool, type, timestamp } of events) {
    sessions.add(sessionId);
    types.add(type);
    if (tool !== undefined) tools.add(tool);
    if (timestamp < earliest) earliest = timestamp;
    if (timestamp > latest) latest = timestamp;
  }
  const named = [
    Array.from(sessions, nameOfSession),
    Array.from(tools, nameOfTool),
    Array.from(types, nameOfType),
  ];
  return {
    first: Number(events[0]?.id),
    last: Number(newest.id),
    count: events.length,
    time: Date.parse(newest.timestamp),
    earliest: Date.parse(earliest),
    latest: Date.parse(latest),
    names: named.flat(),
    sessions: events.map(sessionChangeOf).filter((change) => change !== undefined),
    lines: joinLines(events.map(({ json }) => json)),
  };
}
