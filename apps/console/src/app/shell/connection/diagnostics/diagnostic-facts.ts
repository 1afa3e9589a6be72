import { computed, inject, Injectable, untracked } from '@angular/core';

import { ActiveFilter } from '../../../filter/active-filter.ts';
import { LiveStore } from '../../../picture/live-store.ts';
import { Clock } from '../../../time/clock.ts';
import { formatDuration } from '../../../time/durations.ts';
import { formatMoment } from '../../../time/times.ts';
import { formatCount } from '../../../ui/numbers.ts';
import { Lag } from '../lag.ts';

/** A number of events in the sum of all events. */
export interface Summand {
  name: string;
  sign: '' | '=' | '+';
  text: string;
}

/** The facts of the diagnostics, updated once a second. */
@Injectable({ providedIn: 'root' })
export class DiagnosticFacts {
  readonly #store = inject(LiveStore);
  readonly #filter = inject(ActiveFilter);
  readonly #clock = inject(Clock);
  readonly #lag = inject(Lag);

  /** Accounts for every event: received = shown + filtered + evicted + dropped. */
  readonly sum = computed<Summand[]>(() => {
    this.#clock.second();
    const { received, kept, evicted, dropped, shown } = untracked(() => this.#counts());
    return [
      { name: 'Events received', sign: '', text: formatCount(received) },
      { name: 'shown', sign: '=', text: formatCount(shown) },
      { name: 'filtered', sign: '+', text: formatCount(kept - shown) },
      { name: 'evicted for newer ones', sign: '+', text: formatCount(evicted) },
      { name: 'dropped before this tab', sign: '+', text: formatCount(dropped) },
    ];
  });
  readonly facts = computed(() => {
    this.#clock.second();
    return untracked(() => this.#facts());
  });

  #counts() {
    const items = this.#store.rows(0, this.#store.feed().size);
    const selects = this.#filter.selects();
    const shown = items.filter((item) => item.kind === 'event' && (selects?.(item.event) ?? true)).length;
    return { ...this.#store.counts(), shown };
  }

  #facts(): { name: string; value: string }[] {
    const totals = this.#store.totals();
    const outage = totals?.logOutage;
    const lag = this.#lag.ms();
    return [
      { name: 'Lag', value: lag === null ? 'not measured yet' : formatDuration(lag) },
      { name: 'Last event', value: this.#lag.ago() ?? 'none' },
      { name: 'Position of this tab', value: this.#store.position ?? 'none' },
      { name: 'Position of the counters', value: totals?.asOf ?? 'none' },
      {
        name: 'Log of the server',
        value: outage ? `down since ${formatMoment(outage.since, Date.now())}` : 'writable',
      },
      { name: 'Rows in memory', value: formatCount(this.#store.feed().size) },
      {
        name: 'Sessions',
        value: this.#store.sessionsProblem() ?? `${formatCount(this.#store.sessions().length)} known`,
      },
    ];
  }
}
