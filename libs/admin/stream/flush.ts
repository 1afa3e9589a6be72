import { isUnfiltered, type EventFilter, type EventId } from '#contract';
import { SharedFrames, type EventBatch } from '#events';

/** What was committed since the last flush: encoded once for each filter that somebody has. */
export class Flush {
  readonly after: EventId;
  readonly last: EventId;
  readonly #frames = new Map<string, SharedFrames | undefined>();

  constructor(readonly batches: readonly [EventBatch, ...EventBatch[]]) {
    this.after = batches[0].after;
    this.last = (batches.at(-1) ?? batches[0]).last;
  }

  get eventCount(): number {
    return this.batches.reduce((sum, { count }) => sum + count, 0);
  }

  /** The frames of all events that the filter lets through; undefined when there are none. */
  framesFor(filter: EventFilter, key: string): SharedFrames | undefined {
    if (this.#frames.has(key)) return this.#frames.get(key);
    const shared = isUnfiltered(filter) ? this.#allFrames() : this.#wantedFrames(filter);
    this.#frames.set(key, shared);
    return shared;
  }

  #allFrames(): SharedFrames {
    const [first, ...others] = this.batches;
    return SharedFrames.joined([first.frames, ...others.map(({ frames }) => frames)]);
  }

  #wantedFrames(filter: EventFilter): SharedFrames | undefined {
    const text = this.batches.map((batch) => batch.framesFor(filter, batch.after)).join('');
    return text === '' ? undefined : SharedFrames.of(text);
  }
}
