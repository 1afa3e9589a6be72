import type { SessionList } from '#contract';

import { LivePicture } from '../app/live/core/live-picture.ts';
import { TabView } from '../app/live/core/tab-view.ts';
import type { StreamFrame } from '../app/live/stream/stream-frame.ts';
import type { LiveStore } from '../app/picture/live-store.ts';

/** Applies frames to a store as the host does, but without a delay. */
export class StoreFeeder {
  readonly #picture = new LivePicture();
  readonly #view = new TabView(this.#picture, null);
  #isWhole = true;

  constructor(private readonly store: LiveStore) {}

  /** Applies frames. Returns whether the last one requires a new list of sessions. */
  accept(...frames: StreamFrame[]): { listSessions: boolean } {
    let result = { listSessions: false };
    for (const frame of frames) result = this.#picture.accept(frame);
    this.publish();
    return result;
  }

  takeSessions(list: SessionList): void {
    this.#picture.takeSessions(list);
    this.publish();
  }

  goWithoutSessions(problem: string): void {
    this.#picture.goWithoutSessions(problem);
    this.publish();
  }

  publish(): void {
    do {
      const changes = structuredClone(this.#view.changes());
      if (this.#picture.hasBegun) this.store.take(changes, this.#isWhole);
      this.#isWhole &&= !this.#picture.hasBegun;
    } while (this.#view.isBehind);
  }
}
