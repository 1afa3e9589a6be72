import type { EncodedEvents } from '#events';

const ID = Buffer.from('id: ');
const EVENT = Buffer.from('\nevent: ');
const DATA = Buffer.from('\ndata: ');
const LINE_FEED = 0x0a;
const QUOTE = 0x22;
/** How far the id lies from the beginning of a line, and the type from the end of the id. */
const ID_AT = '{"id":"'.length;
const TYPE_AT = '","type":"'.length;
/** Usual number of bytes of a frame beside its JSON. */
const FRAME_BYTES = 64;
/** Number of bytes of a frame that are the same in all. */
const FIXED_BYTES = ID.length + EVENT.length + DATA.length + 1;

/**
 * Writes events as frames of Server-Sent Events, in one pass over their bytes: `id:`, `event:`, and `data:` with the
 * JSON as it is. Leaves room before and behind the frames. The returned bytes have memory of their own.
 */
export function frameEvents(parts: readonly EncodedEvents[], before = 0, behind = 0): Buffer<ArrayBuffer> {
  const size = parts.reduce((sum, { lines, count }) => sum + lines.length + count * FRAME_BYTES, FRAME_BYTES);
  let frames = Buffer.allocUnsafeSlow(before + size + behind);
  let length = before;
  for (const { lines } of parts) {
    const bytes = Buffer.from(lines.buffer, lines.byteOffset, lines.length);
    for (let start = 0; start < bytes.length;) {
      const line = lineAt(bytes, start);
      // No id and no type is longer than what lies before its end on the line.
      const wanted = line.end - start + line.typeEnd - start + FIXED_BYTES + behind;
      frames = withRoom(frames, length, wanted);
      length = writeFrame(frames, length, bytes, line);
      start = line.end;
    }
  }
  return frames.subarray(0, length + behind);
}

/** Where the parts of a line lie; `end` is the position after its line feed. */
interface Line {
  start: number;
  idEnd: number;
  typeEnd: number;
  end: number;
}

function lineAt(bytes: Buffer, start: number): Line {
  const idEnd = quoteAfter(bytes, start + ID_AT);
  const typeEnd = quoteAfter(bytes, idEnd + TYPE_AT);
  return { start, idEnd, typeEnd, end: bytes.indexOf(LINE_FEED, typeEnd) + 1 };
}

/** Writes the frame of the event on a line; returns the position after the frame. */
function writeFrame(frames: Buffer, at: number, bytes: Buffer, { start, idEnd, typeEnd, end }: Line): number {
  let length = put(frames, at, ID, 0, ID.length);
  length = put(frames, length, bytes, start + ID_AT, idEnd);
  length = put(frames, length, EVENT, 0, EVENT.length);
  length = put(frames, length, bytes, idEnd + TYPE_AT, typeEnd);
  length = put(frames, length, DATA, 0, DATA.length);
  bytes.copy(frames, length, start, end);
  length += end - start;
  frames[length] = LINE_FEED;
  return length + 1;
}

function quoteAfter(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== QUOTE) at += 1;
  return at;
}

// Byte by byte: these pieces are shorter than what a call of `copy` costs.
function put(target: Buffer, at: number, source: Buffer, start: number, end: number): number {
  let to = at;
  for (let from = start; from < end; from += 1, to += 1) target[to] = source[from] ?? 0;
  return to;
}

/** The same bytes, or a larger copy where ids and types are longer than usual. */
function withRoom(frames: Buffer<ArrayBuffer>, length: number, wanted: number): Buffer<ArrayBuffer> {
  if (length + wanted <= frames.length) return frames;
  const larger = Buffer.allocUnsafeSlow(frames.length + Math.max(wanted, frames.length >> 2));
  frames.copy(larger, 0, 0, length);
  return larger;
}
