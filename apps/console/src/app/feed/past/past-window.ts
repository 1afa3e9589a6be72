import { computed, signal, type WritableSignal } from '@angular/core';
import { positionBefore, type CrowsnestEvent, type EventId } from '#contract';

import { failureText } from '../../api/api-error.ts';
import type { PageChoice } from '../../api/routes/history-api.ts';
import type { Edge } from '../rows/lines.ts';
import type { Row } from '../rows/row.ts';

/** Number of events in a page. */
export const PAGE_EVENTS = 250;
/** How many pages are kept. Those at the far end are dropped, and read again when they are needed. */
const MAX_PAGES = 20;
/** Before every event. */
const FIRST = '0' as EventId;

/** How a window reads the log. */
export interface PastOptions {
  /** A page, oldest first. */
  read: (page: PageChoice, signal: AbortSignal) => Promise<CrowsnestEvent[]>;
  rowsOf: (events: readonly CrowsnestEvent[]) => Row[];
  /** Nothing is read from this event on, because the live feed has it; null where there is no such event. */
  ceiling: EventId | null;
}

interface Page {
  oldest: EventId;
  newest: EventId;
  /** Oldest first. */
  rows: readonly Row[];
}

/** A part of the log without a hole, which grows at both ends as it is needed, and has a bounded size. */
export class PastWindow {
  /** Newest first. */
  readonly #pages = signal<readonly Page[]>([]);
  readonly #newer = signal<Edge>({ state: 'reached' });
  readonly #older = signal<Edge>({ state: 'more' });
  #run = new AbortController();

  readonly newer = this.#newer.asReadonly();
  readonly older = this.#older.asReadonly();
  /** The rows of each page, newest page first. */
  readonly parts = computed(() => this.#pages().map(({ rows }) => rows));
  /** Whether nothing has been read yet. */
  readonly isEmpty = computed(() => this.#pages().length === 0);

  constructor(private readonly options: PastOptions) {}

  /** Reads the page before the oldest. */
  async readOlder(): Promise<void> {
    const oldest = this.#pages().at(-1)?.oldest ?? this.options.ceiling;
    await this.#read(this.#older, oldest === null ? {} : { before: oldest }, (page) => {
      // Pages were dropped there in the meantime.
      if ((this.#pages().at(-1)?.oldest ?? this.options.ceiling) !== oldest) return { state: 'more' };
      const pages = [...this.#pages(), ...page];
      if (pages.length > MAX_PAGES) this.#newer.set({ state: 'more' });
      this.#pages.set(pages.slice(-MAX_PAGES));
      return null;
    });
  }

  /** Reads the page after the newest. */
  async readNewer(): Promise<void> {
    const newest = this.#pages()[0]?.newest;
    if (newest === undefined) return;
    await this.#read(this.#newer, { after: newest, ...this.#below() }, (page) => {
      if (this.#pages()[0]?.newest !== newest) return { state: 'more' };
      const pages = [...page, ...this.#pages()];
      if (pages.length > MAX_PAGES) this.#older.set({ state: 'more' });
      this.#pages.set(pages.slice(0, MAX_PAGES));
      return null;
    });
  }

  /** Begins again with the newest page. */
  async openNewest(): Promise<void> {
    this.#empty('reached');
    await this.readOlder();
  }

  /** Begins again with the oldest page. */
  async openOldest(): Promise<void> {
    this.#empty('more');
    this.#older.set({ state: 'reached' });
    await this.#growFrom({ oldest: FIRST, newest: FIRST });
  }

  /** Begins again with the pages before and after an event. */
  async openAround(id: EventId): Promise<void> {
    this.#empty('more');
    await this.#growFrom({ oldest: id, newest: positionBefore(id) });
    await this.readOlder();
  }

  /** Ends what is being read. */
  stop(): void {
    this.#run.abort();
  }

  async #growFrom(position: Pick<Page, 'oldest' | 'newest'>): Promise<void> {
    this.#pages.set([{ ...position, rows: [] }]);
    await this.readNewer();
  }

  #empty(newer: 'reached' | 'more'): void {
    this.stop();
    this.#run = new AbortController();
    this.#pages.set([]);
    this.#newer.set({ state: newer });
    this.#older.set({ state: 'more' });
  }

  #below(): PageChoice {
    const { ceiling } = this.options;
    return ceiling === null ? {} : { before: ceiling };
  }

  /** Reads a page and adds it: none if it has no event. `add` returns the state of the edge, or null as it follows. */
  async #read(
    edge: WritableSignal<Edge>,
    choice: PageChoice,
    add: (page: Page[]) => Edge | null,
  ): Promise<void> {
    if (edge().state === 'reading') return;
    const { signal: ended } = this.#run;
    edge.set({ state: 'reading' });
    try {
      const events = await this.options.read({ ...choice, limit: PAGE_EVENTS }, ended);
      if (ended.aborted) return;
      const isLast = events.length < PAGE_EVENTS;
      edge.set(add(this.#pageOf(events)) ?? { state: isLast ? 'reached' : 'more' });
    } catch (error) {
      if (!ended.aborted) edge.set({ state: 'failed', problem: failureText(error) });
    }
  }

  #pageOf(events: readonly CrowsnestEvent[]): Page[] {
    const [first, last] = [events[0], events.at(-1)];
    if (!first || !last) return [];
    return [{ oldest: first.id, newest: last.id, rows: this.options.rowsOf(events) }];
  }
}
