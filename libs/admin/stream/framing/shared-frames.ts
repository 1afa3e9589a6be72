import type { EncodedEvents, EventBatch } from '#events';
import { frameEvents } from './event-frames.ts';

const CRLF = '\r\n';
/** Room for the size of a chunk in hexadecimal digits, and the line break after it. */
const CHUNK_HEAD_BYTES = 10;

/**
 * Frames that many responses are sent alike, made once: as they are, and as one chunk of HTTP/1.1's chunked coding,
 * which goes to a socket without the response's own coding. Both are views of the same bytes.
 */
export class SharedFrames {
  private constructor(
    readonly chunk: Buffer,
    readonly bytes: Buffer,
  ) {}

  /** Frames one event or more; an empty chunk would end a response. */
  static of(parts: readonly EncodedEvents[]): SharedFrames {
    const framed = frameEvents(parts, CHUNK_HEAD_BYTES, CRLF.length);
    const end = framed.length - CRLF.length;
    const head = (end - CHUNK_HEAD_BYTES).toString(16) + CRLF;
    const start = CHUNK_HEAD_BYTES - head.length;
    framed.write(head, start, 'latin1');
    framed.write(CRLF, end, 'latin1');
    return new SharedFrames(framed.subarray(start), framed.subarray(CHUNK_HEAD_BYTES, end));
  }
}

/** The frames of batches that are sent to one client after another, for as long as somebody holds the batch. */
export class BatchFrames {
  readonly #frames = new WeakMap<EventBatch, SharedFrames>();

  of(batch: EventBatch): SharedFrames {
    const known = this.#frames.get(batch);
    if (known) return known;
    const frames = SharedFrames.of([batch.encoded]);
    this.#frames.set(batch, frames);
    return frames;
  }
}
