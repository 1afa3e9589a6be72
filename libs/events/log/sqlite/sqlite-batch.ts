import { eventFrames } from '../../event-frames.ts';
import type { LoggedEvent } from '../../logged-event.ts';
import { blockOf, nameOfSession, nameOfTool } from './sqlite-blocks.ts';
import type { Batch } from './sqlite-protocol.ts';

/** Characters after which a batch is long enough: it is read as a whole. */
const LONG = 64 * 1024;

/**
 * Puts events together as they are kept: a row for many, with their frames as one text. Between threads a text is
 * copied as it lies in memory, where objects are taken apart and put together again field by field, and to insert a
 * row costs more than what is in it. No batch lies across the edge of a block.
 */
export function batchesOf(events: readonly LoggedEvent[]): Batch[] {
  const batches: Batch[] = [];
  let from = 0;
  let length = 0;
  events.forEach((event, index) => {
    length += event.frame.length;
    const next = events[index + 1];
    const isLast = !next || length >= LONG || blockOf(Number(next.id)) !== blockOf(Number(event.id));
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
  for (const { sessionId, tool } of events) {
    sessions.add(sessionId);
    if (tool !== undefined) tools.add(tool);
  }
  return {
    first: Number(events[0]?.id),
    last: Number(newest.id),
    count: events.length,
    time: Date.parse(newest.event.timestamp),
    names: [...Array.from(sessions, nameOfSession), ...Array.from(tools, nameOfTool)],
    frames: eventFrames(events),
  };
}
