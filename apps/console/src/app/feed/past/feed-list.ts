import { computed, inject, Injectable, linkedSignal, untracked } from '@angular/core';
import type { EventId } from '#contract';

import { HistoryApi } from '../../api/routes/history-api.ts';
import { FEED_CAPACITY, LiveStore, type FeedExtent } from '../../picture/live-store.ts';
import { FeedChoice } from '../rows/feed-choice.ts';
import { openPast, SPAN } from './open-past.ts';
import type { PastWindow } from './past-window.ts';
import { keepRows, type KeepOptions, type KeptRows } from '../rows/kept-rows.ts';
import { Lines, type EdgeLine, type Line } from '../rows/lines.ts';
import { RowFold } from '../rows/row-fold.ts';
import type { Row } from '../rows/row.ts';

/** Number of events that a stream begins with. Fewer of them are all that the log has. */
const RECENT_EVENTS = 50;

/** The rows that stay on screen while new ones arrive, and who asked for that. */
interface Held {
  by: HeldBy;
  kept: KeptRows;
}

/** What holds rows. Only what comes later in this list replaces what holds them already. */
const HOLDERS = ['pointer', 'scroll', 'pause'] as const;
export type HeldBy = (typeof HOLDERS)[number];

/**
 * The lines of the feed as they are shown: those of the live feed, held still while it is paused, and below them those
 * that are read from the log. For a range of the past all of them are read from the log.
 */
@Injectable()
export class FeedList {
  readonly #store = inject(LiveStore);
  readonly #choice = inject(FeedChoice);
  readonly #history = inject(HistoryApi);
  readonly #keep = computed<KeepOptions>(() => {
    // The rows of another time are chosen anew.
    this.#store.beginnings();
    const options = { folds: this.#choice.folds(), selects: this.#choice.selects(), span: FEED_CAPACITY };
    return {
      newFold: () => new RowFold(options),
      atMost: this.#choice.isFiltered() ? FEED_CAPACITY : null,
    };
  });
  readonly #live = linkedSignal<{ feed: FeedExtent; keep: KeepOptions }, KeptRows>({
    source: () => ({ feed: this.#store.feed(), keep: this.#keep() }),
    computation: ({ feed, keep }, last) =>
      keepRows(
        last?.source.keep === keep ? last.value : null,
        { ...feed, newest: (from, to) => this.#store.rows(from, to) },
        keep,
      ),
  });
  // Another choice ends the pause: its rows are others.
  readonly #held = linkedSignal<string, Held | null>({ source: this.#choice.key, computation: () => null });
  readonly #kept = computed(() => (this.#choice.range() ? null : (this.held()?.kept ?? this.#live())));
  readonly #past = linkedSignal<{ key: string; floor: EventId | null }, PastWindow>({
    source: () => ({ key: this.#choice.key(), floor: this.#kept()?.floor ?? null }),
    computation: ({ key, floor }, last) => {
      if (last?.source.key === key && last.source.floor === floor) return last.value;
      last?.value.stop();
      return untracked(() => openPast(this.#history, this.#choice, floor, () => untracked(this.#kept)));
    },
  });

  readonly past = this.#past.asReadonly();
  /** Whether rows are held still, and why; null while the feed follows the stream. */
  readonly held = computed(() => {
    const held = this.#held();
    // With fewer rows than before it is another feed.
    return held && this.#live().arrived >= held.kept.arrived ? held : null;
  });
  /** Whether the feed follows the stream. */
  readonly follows = computed(() => this.#choice.range() === null && this.held() === null);
  readonly lines = computed(() => this.#linesOf(this.past(), this.#kept()));
  /** Changes with each event that may change a row where it is. */
  readonly changes = computed(() => this.#store.feed().added);
  /** Number of rows that have been added since the rows are held. */
  readonly unseen = computed(() => {
    const held = this.#choice.range() ? null : this.held();
    return held ? this.#live().added - held.kept.added : 0;
  });

  /** Number of rows from the stream that are kept, and of those that are read from the log. */
  readonly rowCounts = computed(() => ({
    live: this.#kept()?.rows.length ?? 0,
    past: this.past()
      .parts()
      .reduce((sum, rows) => sum + rows.length, 0),
  }));
  readonly isReading = computed(() =>
    [this.past().newer(), this.past().older()].some(({ state }) => state === 'reading'),
  );
  /** From this event on the live feed has everything that is chosen; null for a range. */
  readonly floor = computed(() => this.#kept()?.floor ?? null);
  /** Whether the log has nothing that the feed lacks: it was short when it was first read. */
  readonly isComplete = computed(
    () => this.#choice.range() === null && this.#store.feed().added < RECENT_EVENTS,
  );

  hold(by: HeldBy): void {
    const held = this.held();
    if (this.#choice.range()) return;
    if (held && HOLDERS.indexOf(held.by) >= HOLDERS.indexOf(by)) return;
    const live = this.#live();
    // The calls as they are now: the live feed forgets them in time.
    this.#held.set({ by, kept: held?.kept ?? { ...live, fold: live.fold.forOlder(SPAN) } });
  }

  release(): void {
    this.#held.set(null);
  }

  #linesOf(past: PastWindow, kept: KeptRows | null): Lines {
    const [newer, older] = [past.newer(), past.older()];
    const isJoined = newer.state === 'reached';
    const live = kept && isJoined ? [kept.rows] : [];
    const top: EdgeLine[] = isJoined ? [] : [{ kind: 'edge', key: 'newer', edge: newer }];
    const isUntouched = past.isEmpty() && older.state === 'more';
    const bottom: EdgeLine[] = isUntouched ? [] : [{ kind: 'edge', key: 'older', edge: older }];
    const pages = past.parts().map((rows) => this.#shownOf(rows));
    return new Lines([top, ...live, ...pages, bottom] satisfies (readonly Line[])[]);
  }

  /** A filter that looks at how calls end says nothing about one whose end is not known, unless it still runs. */
  #shownOf(rows: readonly Row[]): readonly Row[] {
    if (!this.#choice.looksAtEnds() || !this.#choice.folds()) return rows;
    return rows.filter(({ openCall }) => openCall === null || this.#store.isRunning(openCall));
  }
}
