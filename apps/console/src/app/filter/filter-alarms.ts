import { DOCUMENT } from '@angular/common';
import { DestroyRef, effect, inject, Injectable, untracked } from '@angular/core';
import { parseFilter, type CrowsnestEvent, type Filter } from '#contract';

import { LiveStore } from '../picture/live-store.ts';
import { formatCount } from '../ui/numbers.ts';
import { ActiveFilter } from './active-filter.ts';
import { Notifications } from './notifications.ts';
import { SavedFilters } from './saved-filters.ts';

/** Shows notifications for saved filters while the page is in the background. Starts when it is first injected. */
@Injectable({ providedIn: 'root' })
export class FilterAlarms {
  readonly #document = inject(DOCUMENT);
  readonly #store = inject(LiveStore);
  readonly #saved = inject(SavedFilters);
  readonly #active = inject(ActiveFilter);
  readonly #notifications = inject(Notifications);
  /** Number of events that each filter has selected since the page was hidden. */
  readonly #counts = new Map<string, number>();
  /** Number of rows in the feed at the last check. */
  #looked = 0;

  constructor() {
    const reset = (): void => this.#counts.clear();
    this.#document.addEventListener('visibilitychange', reset);
    inject(DestroyRef).onDestroy(() => this.#document.removeEventListener('visibilitychange', reset));
    effect(() => {
      const { added, size } = this.#store.feed();
      untracked(() => this.#look(added, size));
    });
  }

  #look(added: number, size: number): void {
    const fresh = Math.min(added - this.#looked, size);
    this.#looked = added;
    if (!this.#document.hidden || fresh <= 0) return;
    const events = this.#store.rows(0, fresh).flatMap((item) => (item.kind === 'event' ? [item.event] : []));
    for (const { text, notifies } of this.#saved.list()) {
      const parsed = notifies ? parseFilter(text) : undefined;
      if (parsed && 'filter' in parsed) this.#tell(text, parsed.filter, events);
    }
  }

  #tell(text: string, filter: Filter, events: readonly CrowsnestEvent[]): void {
    const found = events.filter(this.#active.compile(filter)).length;
    if (found === 0) return;
    const count = (this.#counts.get(text) ?? 0) + found;
    this.#counts.set(text, count);
    const title = count === 1 ? '1 event' : `${formatCount(count)} events`;
    this.#notifications.show(title, text, text, () => this.#active.apply(filter.terms));
  }
}
