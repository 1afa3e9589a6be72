// Shared by both threads: nothing may be loaded here but what Node brings along.
import type { EventRow } from './sqlite-protocol.ts';

/**
 * Events on their way to the log's thread: one text, a line for each event. Between threads a text is copied as it
 * lies in memory, where objects are taken apart and put together again field by field, on the thread that serves
 * agents as well.
 */
export function packEvents(events: readonly { json: string }[]): string {
  // JSON has no bare line feed: within texts it is escaped.
  return events.map(({ json }) => json).join('\n');
}

/** The rows of packed events: the columns are read from the JSON, which is kept as it came. */
export function unpackRows(packed: string): EventRow[] {
  return packed === '' ? [] : packed.split('\n').map(toRow);
}

function toRow(json: string): EventRow {
  const { id, type, timestamp, tenantId, sessionId, data } = JSON.parse(json) as PackedEvent;
  return {
    id: Number(id),
    time: Date.parse(timestamp),
    type,
    tenant: tenantId,
    session: sessionId,
    tool: data.tool ?? null,
    json,
  };
}

interface PackedEvent {
  id: string;
  type: string;
  timestamp: string;
  tenantId: string;
  sessionId: string;
  data: { tool?: string };
}
