import {
  GAP_FRAME,
  HELLO_FRAME,
  wireJson,
  type EventId,
  type GapFrame,
  type HelloFrame,
  type UncommittedEvent,
} from '#contract';

/** Milliseconds after which a client that lost the stream connects again. */
const RETRY_MS = 3_000;

/** A comment: it reaches the client and dispatches no event. */
export const HEARTBEAT = ': heartbeat\n\n';

/** Pieces that make one frame; those that many clients are sent are shared by them. */
export type FramePieces = readonly (string | Uint8Array)[];

/** The first frame. Like `gap` it has no `id:` of its own. `stats` is the JSON of its snapshot. */
export function helloFrame(hello: Omit<HelloFrame, 'stats'>, stats: Uint8Array): FramePieces {
  return withStats(`event: ${HELLO_FRAME}\nretry: ${RETRY_MS}\n`, hello, stats);
}

/** `stats` is the JSON of a fresh snapshot. */
export function gapFrame(gap: Omit<GapFrame, 'stats'>, stats: Uint8Array): FramePieces {
  return withStats(`event: ${GAP_FRAME}\n`, gap, stats);
}

/**
 * A block of an `id:` alone. It dispatches no event, and moves the id that a client comes back with: the HTML standard
 * sets the last event id before it drops a block without data (9.2.6).
 */
export function positionBlock(position: EventId): string {
  return `id: ${position}\n\n`;
}

/** An event that is not committed yet: it has no id, and leaves the position where it is. */
export function noticeFrame({ type, sessionId, tenantId, timestamp, data }: UncommittedEvent): string {
  return `event: ${type}\ndata: ${wireJson({ type, sessionId, tenantId, timestamp, data })}\n\n`;
}

function withStats(fields: string, members: object, stats: Uint8Array): FramePieces {
  return [`${fields}data: ${wireJson(members).slice(0, -1)},"stats":`, stats, '}\n\n'];
}
