import { isUnfiltered, matchesFilter, type EventFilter, type EventId } from '#contract';
import { eventFrames, type EventBatch } from '#events';
import { SharedFrames } from './shared-frames.ts';

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
    return this.batches.reduce((count, { events }) => count + events.length, 0);
  }

  /** The frames of all events that the filter lets through; undefined when there are none. */
  framesFor(filter: EventFilter, key: string): SharedFrames | undefined {
    if (this.#frames.has(key)) return this.#frames.get(key);
    const text = this.#textFor(filter);
    const shared = text === '' ? undefined : new SharedFrames(text);
    this.#frames.set(key, shared);
    return shared;
  }

  #textFor(filter: EventFilter): string {
    const all = isUnfiltered(filter);
    let text = '';
    for (const { events } of this.batches)
      text += eventFrames(all ? events : events.filter((event) => matchesFilter(filter, event)));
    return text;
  }
}
