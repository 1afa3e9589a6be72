import { isUnfiltered, matchesFilter, type EventFilter, type EventId } from '#contract';
import type { EventBatch } from '#events';
import { batchFrames, eventFrames } from './frames.ts';

/** Frames that many responses are sent alike: as they are, and as a chunk of HTTP/1.1's chunked coding. */
export class SharedFrames {
  #chunk: Buffer | undefined;

  constructor(readonly frames: Buffer) {}

  get chunk(): Buffer {
    this.#chunk ??= Buffer.concat([Buffer.from(`${this.frames.length.toString(16)}\r\n`), this.frames, CRLF]);
    return this.#chunk;
  }
}

const CRLF = Buffer.from('\r\n');

/** What was committed since the last flush: encoded once for each filter that somebody has. */
export class Flush {
  readonly after: EventId;
  readonly last: EventId;
  readonly #frames = new Map<string, SharedFrames | undefined>();

  constructor(readonly batches: readonly [EventBatch, ...EventBatch[]]) {
    this.after = batches[0].after;
    this.last = (batches.at(-1) ?? batches[0]).last;
  }

  /** The frames of all events that the filter lets through; undefined when there are none. */
  framesFor(filter: EventFilter, key: string): SharedFrames | undefined {
    if (this.#frames.has(key)) return this.#frames.get(key);
    const frames = isUnfiltered(filter) ? this.#allFrames() : this.#filteredFrames(filter);
    const shared = frames.length > 0 ? new SharedFrames(frames) : undefined;
    this.#frames.set(key, shared);
    return shared;
  }

  #allFrames(): Buffer {
    const [first, ...others] = this.batches;
    return others.length === 0 ? batchFrames(first) : Buffer.concat(this.batches.map(batchFrames));
  }

  #filteredFrames(filter: EventFilter): Buffer {
    const events = this.batches.flatMap((batch) => batch.events);
    return Buffer.from(eventFrames(events.filter(({ event }) => matchesFilter(filter, event))));
  }
}
