import type { EventFilter } from '#contract';
import type { FindSession } from '#events';
import { EventView } from './event-view.ts';

/** The views of all open streams. Clients are many, and most of them see the same, so they share one view. */
export class SharedViews {
  readonly #held = new Map<string, { view: EventView; holders: number }>();

  constructor(private readonly findSession: FindSession) {}

  /** The view of a client, which gives it back with {@link release}. */
  take(filter: EventFilter, showsPayloads: boolean): EventView {
    const key = keyOf(filter, showsPayloads);
    const held = this.#held.get(key) ?? {
      view: new EventView(filter, showsPayloads, this.findSession),
      holders: 0,
    };
    held.holders += 1;
    this.#held.set(key, held);
    return held.view;
  }

  release({ filter, showsPayloads }: EventView): void {
    const key = keyOf(filter, showsPayloads);
    const held = this.#held.get(key);
    if (!held) return;
    held.holders -= 1;
    if (held.holders === 0) this.#held.delete(key);
  }

  /** Number of different views. */
  get size(): number {
    return this.#held.size;
  }
}

function keyOf(filter: EventFilter, showsPayloads: boolean): string {
  return JSON.stringify([filter, showsPayloads]);
}
