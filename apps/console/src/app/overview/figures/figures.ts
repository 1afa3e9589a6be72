import { Component, computed, inject } from '@angular/core';

import { ActiveFilter } from '../../filter/active-filter.ts';
import { LiveRates } from '../../picture/rates/live-rates.ts';
import { LiveStore } from '../../picture/live-store.ts';
import { PictureTime } from '../../picture/picture-time.ts';
import { CountLink } from '../../ui/count-link.ts';
import { Sparkline } from '../../ui/sparkline.ts';
import type { Card, CardNote } from './card.ts';
import { liveCards } from './live-cards.ts';
import { OverviewAnswers } from '../answers/overview-answers.ts';
import { OverviewWindow } from '../answers/overview-window.ts';
import { mostOf } from './most-of.ts';
import { rangeCards } from './range-cards.ts';

/** What the link of a card shows. */
const SHOWS: Readonly<Record<Card['id'], string>> = {
  calls: 'the calls',
  errors: 'the errors',
  latency: 'the slowest tools',
  'in-flight': 'the running calls',
  sessions: 'the sessions',
};

/** The figures at the top: of the live picture, or of a range. */
@Component({
  selector: 'app-figures',
  imports: [CountLink, Sparkline],
  templateUrl: './figures.html',
  styleUrl: './figures.css',
})
export class Figures {
  readonly #totals = inject(LiveStore).totals;
  readonly #rates = inject(LiveRates);
  readonly #time = inject(PictureTime);
  readonly #filter = inject(ActiveFilter);
  readonly #window = inject(OverviewWindow);
  protected readonly shows = SHOWS;
  protected readonly answers = inject(OverviewAnswers);

  readonly #running = computed(() => mostOf(this.#rates.samples(), ({ calls, ended }) => calls - ended));
  readonly #sessions = computed(() => mostOf(this.#rates.samples(), ({ sessions }) => sessions));

  protected readonly cards = computed<Card[]>(() => {
    const shown = this.answers.shown();
    if (this.#window.counted()) {
      const stats = this.answers.counters.value();
      const selectsStarts = this.#filter.types()?.includes('tool:start') ?? true;
      return rangeCards({ stats, filter: this.#window.filter(), selectsStarts, shown });
    }
    return liveCards({
      totals: this.#totals(),
      lastMinute: this.#rates.lastMinute(),
      lastFiveMinutes: this.#rates.lastFiveMinutes(),
      shown,
      recent: this.answers.recent(),
      running: this.#running(),
      sessions: this.#sessions(),
      now: this.#time.second(),
    });
  });
  /** Whether the log no longer holds every event of the range. */
  protected readonly isIncomplete = computed(
    () => this.#window.counted() !== null && this.answers.counters.value()?.complete === false,
  );
  /** A link that has the focus stays the same link when notes come before it. */
  protected keyOf({ counts }: CardNote, index: number): string | number {
    return counts ? `${counts.of}, ${counts.shows}` : index;
  }

  protected readonly problem = computed(() =>
    this.#window.counted() ? this.answers.counters.problem() : '',
  );
}
