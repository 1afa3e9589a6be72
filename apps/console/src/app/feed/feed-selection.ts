import { computed, DestroyRef, effect, inject, Injectable, linkedSignal, untracked } from '@angular/core';
import { compareEventIds, parseEventId } from '#contract';

import { isOfCall } from '../call/call.ts';
import { callLink } from '../call/call-link.ts';
import { CallLists } from '../call/call-lists.ts';
import { OpenCall } from '../call/open-call.ts';
import { LiveStore } from '../picture/live-store.ts';
import { UrlState } from '../view/url-state.ts';
import { SELECTED_EVENT } from './feed-parameters.ts';
import { FeedScroll } from './feed-scroll.ts';
import { FeedList } from './past/feed-list.ts';
import { FeedChoice } from './rows/feed-choice.ts';
import { isRowOf, type Row } from './rows/row.ts';

/** The selected row of the feed. The URL holds the id of its event. The feed scrolls to a selection that a URL brings. */
@Injectable()
export class FeedSelection {
  readonly #store = inject(LiveStore);
  readonly #choice = inject(FeedChoice);
  readonly #list = inject(FeedList);
  readonly #scroll = inject(FeedScroll);
  readonly #url = inject(UrlState);
  readonly #call = inject(OpenCall);

  readonly #id = this.#url.value(SELECTED_EVENT, inject(DestroyRef));
  /** The place of the row from the top; -1 if it is not among the lines. */
  readonly #place = computed(() => {
    const id = this.#id();
    return id === '' ? -1 : this.#list.lines().placeOfRow((row) => isRowOf(row, id));
  });
  readonly #row = computed(() => this.#list.lines().rowAt(this.#place()));
  /** The selection that the feed has still to scroll to. */
  readonly #wanted = linkedSignal<{ id: string; range: unknown }, string>({
    source: () => ({ id: this.#id(), range: this.#choice.range() }),
    computation: ({ id }) => id,
  });

  readonly key = computed(() => this.#row()?.key);
  readonly item = computed(() => {
    this.#list.changes();
    return this.#row()?.item;
  });
  /** The id of a selected event that the feed does not show; empty if it shows it. */
  readonly missing = computed(() => (this.#place() < 0 && this.#wanted() === '' ? this.#id() : ''));

  constructor() {
    this.#reveal();
    inject(CallLists).add(inject(DestroyRef), (by) => this.#walk(by));
  }

  /** Selects an event, and holds the rows so that it stays in view. An empty id selects nothing. */
  select(id: string): void {
    if (id !== '') this.#list.hold('pause');
    this.#url.set(SELECTED_EVENT, id, { replace: true });
  }

  /** Selects the row that is so many rows further down. */
  step(by: number): void {
    const first = this.#list.lines().at(0)?.kind === 'edge' ? 1 : 0;
    const row = this.#list.lines().rowAt(this.#place() < 0 ? first : this.#place() + by);
    if (row) this.select(row.key);
  }

  /** Opens the call of the next row further down that is one of a call, and selects the row. */
  #walk(by: 1 | -1): boolean {
    const open = this.#list.lines().placeOfRow((row) => isRowOf(row, this.#call.eventId()));
    if (open < 0) return false;
    for (let place = open + by; ; place += by) {
      const row = this.#list.lines().rowAt(place);
      if (!row) return false;
      if (isOfACall(row)) return this.#openCall(row);
    }
  }

  #openCall({ key }: Row): true {
    this.#list.hold('pause');
    this.#url.change({ [SELECTED_EVENT.name]: key, ...callLink(key) }, { replace: true });
    return true;
  }

  /** Scrolls to the selection of the URL. One that is not among the lines is looked for in the log, once. */
  #reveal(): void {
    effect(() => {
      const wanted = this.#wanted();
      if (wanted === '') return;
      const place = this.#place();
      if (place >= 0) {
        untracked(() => this.#scroll.reveal(place));
        this.#wanted.set('');
      } else if (this.#choice.range() || this.#store.feed().size > 0) {
        this.#wanted.set('');
        untracked(() => this.#lookFor(wanted));
      }
    });
  }

  #lookFor(text: string): void {
    const id = parseEventId(text);
    const floor = this.#list.floor();
    if (id === undefined || (floor !== null && compareEventIds(id, floor) >= 0)) return;
    this.#list.hold('pause');
    const past = this.#list.past();
    void past.openAround(id).then(() => {
      if (past === this.#list.past() && this.#place() >= 0) this.#scroll.show(this.#place());
    });
  }
}

function isOfACall({ item }: Row): boolean {
  return item.kind === 'event' && isOfCall(item.event);
}
