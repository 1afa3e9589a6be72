import { effect, untracked } from '@angular/core';
import type { CrowsnestEvent } from '#contract';

import type { LiveStore } from './live-store.ts';

/** Events that have arrived in the feed. */
export interface Arrivals {
  /** Oldest first, without payloads. */
  events: readonly CrowsnestEvent[];
  /** Whether other events were left out, which only the log has. */
  missed: boolean;
}

/** Calls `tell` with the events that arrive in the feed from now on. Must be called in an injection context. */
export function followArrivals(store: LiveStore, tell: (arrivals: Arrivals) => void): void {
  let seen = untracked(() => store.feed().added);
  let dropped = untracked(() => store.counts().dropped);
  effect(() => {
    const { added } = store.feed();
    untracked(() => {
      const counts = store.counts();
      // Fewer rows than before mean that the feed was replaced.
      const fresh = added < seen ? added : added - seen;
      const items = store.rows(0, fresh).toReversed();
      const missed = items.length < fresh || counts.dropped > dropped;
      [seen, dropped] = [added, counts.dropped];
      tell({
        events: items.flatMap((item) => (item.kind === 'event' ? [item.event] : [])),
        missed: missed || items.some(({ kind }) => kind === 'gap'),
      });
    });
  });
}
