import { joinLines } from '../../../encoding/json-lines.ts';
import type { LoggedEvent } from '../../../encoding/logged-event.ts';
import { blockOf, nameOfSession, nameOfTool } from './sqlite-blocks.ts';
import type { Batch } from './sqlite-protocol.ts';

/** Number of characters after which a batch ends: it is read as a whole. */
const MAX_BATCH_LENGTH = 64 * 1024;

/**
 * Puts events together as they are kept: one row for many, with their JSON as one text. Between threads a text is
 * copied as it lies in memory, where an object is taken apart and put together again; and a row costs more to insert
 * than what is in it. No batch crosses the edge of a block.
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
    lines: joinLines(events.map(({ json }) => json)),
  };
}
