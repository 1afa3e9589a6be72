import { computed, DestroyRef, inject, Injectable, linkedSignal } from '@angular/core';

import { ActiveFilter } from '../filter/active-filter.ts';
import type { FeedItem } from '../live/feed/feed-item.ts';
import { LiveStore, type FeedExtent } from '../picture/live-store.ts';
import { UrlState } from '../view/url-state.ts';
import { chooseRows, NOTHING_CHOSEN, type ChosenRows } from './chosen-rows.ts';
import { CALL_ROWS } from './feed-parameters.ts';

type Choice = (item: FeedItem) => boolean;

/** The rows that stay on screen while new ones arrive, and who asked for that. */
interface Held {
  by: 'pause' | 'scroll';
  chosen: ChosenRows;
}

/** What a call goes through before it ends. Its end says all of that, so that one row is enough. */
const STEPS: readonly string[] = ['tool:start', 'tool:progress'];

/**
 * The rows of the feed as they are shown: chosen from those that the store keeps, and held still while the feed is
 * paused. Rows go on arriving in the meantime.
 */
@Injectable()
export class FeedList {
  readonly #store = inject(LiveStore);
  readonly #filter = inject(ActiveFilter);
  readonly #calls = inject(UrlState).value(CALL_ROWS, inject(DestroyRef));
  readonly #choice = computed<Choice>(() => {
    // The rows of another time are chosen anew.
    this.#store.beginnings();
    const apart = this.apart() || this.#asksForSteps();
    const selects = this.#filter.selects();
    return (item) => {
      if (item.kind === 'gap') return true;
      return (apart || !STEPS.includes(item.event.type)) && (selects === null || selects(item.event));
    };
  });
  /** Whether the filter selects nothing but what happens before the end of a call. */
  readonly #asksForSteps = computed(
    () => this.#filter.types()?.every((type) => STEPS.includes(type)) ?? false,
  );
  readonly #live = linkedSignal<{ feed: FeedExtent; choice: Choice }, ChosenRows>({
    source: () => ({ feed: this.#store.feed(), choice: this.#choice() }),
    computation: ({ feed, choice }, last) =>
      chooseRows(
        last?.source.choice === choice ? last.value : NOTHING_CHOSEN,
        { ...feed, newest: (from, to) => this.#store.rows(from, to) },
        choice,
      ),
  });
  // Another choice ends the pause: its rows are others.
  readonly #held = linkedSignal<Choice, Held | null>({ source: this.#choice, computation: () => null });

  readonly apart = computed(() => this.#calls() === 'apart');
  /** Whether rows are held still, and why; null while the feed follows the stream. */
  readonly held = computed(() => {
    const held = this.#held();
    // With fewer rows than before it is another feed.
    return held && this.#live().arrived >= held.chosen.arrived ? held : null;
  });
  /** Oldest first. */
  readonly rows = computed(() => (this.held()?.chosen ?? this.#live()).rows);
  /** Number of rows that have arrived since the rows are held. */
  readonly unseen = computed(() => this.#live().chosen - (this.held()?.chosen ?? this.#live()).chosen);

  hold(by: Held['by']): void {
    if (this.held()?.by !== 'pause') this.#held.set({ by, chosen: this.held()?.chosen ?? this.#live() });
  }

  release(): void {
    this.#held.set(null);
  }
}
