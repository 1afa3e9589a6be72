import { DOCUMENT } from '@angular/common';
import { DestroyRef, effect, inject, Injectable, untracked } from '@angular/core';
import { parseFilter, type CrowsnestEvent, type Filter } from '#contract';

import { AgentNames } from '../agents/agent-names.ts';
import { LiveStore } from '../picture/live-store.ts';
import { formatCount } from '../ui/numbers.ts';
import { ActiveFilter } from './active-filter.ts';
import { Notifications } from './notifications.ts';
import { SavedFilters } from './saved-filters.ts';

/** Maximum number of events for each filter whose sessions have yet to be looked up. The oldest are left out. */
const MOST_UNDECIDED = 1_000;

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
  /** Events that each filter can test only once the server has told their sessions. */
  readonly #undecided = new Map<string, readonly CrowsnestEvent[]>();
  /** Number of rows in the feed at the last check. */
  #looked = 0;

  constructor() {
    const agents = inject(AgentNames);
    const reset = (): void => {
      this.#counts.clear();
      this.#undecided.clear();
    };
    this.#document.addEventListener('visibilitychange', reset);
    inject(DestroyRef).onDestroy(() => this.#document.removeEventListener('visibilitychange', reset));
    effect(() => {
      const { added, size } = this.#store.feed();
      agents.changes();
      untracked(() => this.#look(added, size));
    });
  }

  #look(added: number, size: number): void {
    const fresh = Math.min(added - this.#looked, size);
    this.#looked = added;
    if (!this.#document.hidden) return;
    const rows = fresh > 0 ? this.#store.rows(0, fresh) : [];
    const events = rows.flatMap((item) => (item.kind === 'event' ? [item.event] : []));
    for (const { text, notifies } of this.#saved.list()) {
      const parsed = notifies ? parseFilter(text) : undefined;
      if (parsed && 'filter' in parsed) this.#tell(text, parsed.filter, events);
    }
  }

  #tell(text: string, filter: Filter, fresh: readonly CrowsnestEvent[]): void {
    const found = this.#decided(text, filter, fresh).filter(this.#active.compile(filter)).length;
    if (found === 0) return;
    const count = (this.#counts.get(text) ?? 0) + found;
    this.#counts.set(text, count);
    const title = count === 1 ? '1 event' : `${formatCount(count)} events`;
    this.#notifications.show(title, text, text, () => this.#active.apply(filter.terms));
  }

  /** Returns the events that the filter can test now. It keeps the others. */
  #decided(text: string, filter: Filter, fresh: readonly CrowsnestEvent[]): CrowsnestEvent[] {
    const decided: CrowsnestEvent[] = [];
    const undecided: CrowsnestEvent[] = [];
    for (const event of [...(this.#undecided.get(text) ?? []), ...fresh])
      (this.#active.isUndecided(filter, event) ? undecided : decided).push(event);
    this.#undecided.set(text, undecided.slice(-MOST_UNDECIDED));
    return decided;
  }
}
