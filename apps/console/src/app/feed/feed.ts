import {
  afterRenderEffect,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  linkedSignal,
  signal,
  untracked,
  viewChild,
} from '@angular/core';

import { isOfCall } from '../call/call.ts';
import { callLink } from '../call/call-link.ts';
import { CallLists } from '../call/call-lists.ts';
import { OpenCall } from '../call/open-call.ts';
import { KeyBindings } from '../keys/key-bindings.ts';
import { anchorOf, type FeedItem } from '../live/feed/feed-item.ts';
import { FEED_CAPACITY, LiveStore } from '../picture/live-store.ts';
import { Icon } from '../ui/icon.ts';
import { formatCount } from '../ui/numbers.ts';
import { UrlState } from '../view/url-state.ts';
import { EventDetail } from './event-detail.ts';
import { FeedJump } from './feed-jump.ts';
import { FeedList } from './feed-list.ts';
import { CALL_ROWS, SELECTED_EVENT } from './feed-parameters.ts';
import { FeedRow } from './feed-row.ts';
import { rowWindow } from '../ui/row-window.ts';

/** Below this width a row has two lines. */
const NARROW_PX = 640;
/** The heights of rows, as feed.css has them. */
const ROW_REM = { wide: 1.625, narrow: 2.75 };

/**
 * The live feed, newest first. Only the rows in view are rendered. At the top it follows the stream. Once it is paused
 * or scrolled, its rows stay where they are, and a pill counts the new ones.
 */
@Component({
  selector: 'app-feed',
  imports: [EventDetail, FeedRow, Icon],
  providers: [FeedList],
  templateUrl: './feed.html',
  styleUrl: './feed.css',
  host: { '(click)': 'selectClicked($event)' },
})
export class Feed {
  readonly #store = inject(LiveStore);
  readonly #list = inject(FeedList);
  readonly #url = inject(UrlState);
  readonly #call = inject(OpenCall);
  private readonly viewport = viewChild.required<ElementRef<HTMLElement>>('viewport');
  readonly #size = signal({ width: 1000, height: 600, rem: 16 });

  protected readonly feed = this.#store.feed;
  protected readonly list = this.#list.rows;
  protected readonly held = this.#list.held;
  protected readonly unseen = this.#list.unseen;
  protected readonly apart = this.#list.apart;
  protected readonly selected = this.#url.value(SELECTED_EVENT, inject(DestroyRef));
  protected readonly counts = computed(() => {
    const { added, size } = this.feed();
    const kept = added > size ? `, the last ${formatCount(FEED_CAPACITY)} kept` : '';
    const shown = this.list().length;
    const rows = shown === 1 ? '1 row' : `${formatCount(shown)} rows`;
    return `${rows} of ${formatCount(added)} events received${kept}`;
  });
  protected readonly narrow = computed(() => this.#size().width < NARROW_PX);
  protected readonly rowHeight = computed(
    () => this.#size().rem * (this.narrow() ? ROW_REM.narrow : ROW_REM.wide),
  );
  /** The scroll position in pixels: the top while the feed follows the stream. */
  readonly #offset = linkedSignal<boolean, number>({
    source: () => this.held() === null,
    computation: (follows, last) => (follows ? 0 : (last?.value ?? 0)),
  });
  protected readonly window = computed(() =>
    rowWindow(this.list().length, this.rowHeight(), this.#offset(), this.#size().height),
  );
  protected readonly rows = computed(() => {
    const { from, to } = this.window();
    const { length } = this.list();
    return this.list()
      .slice(length - to, length - from)
      .toReversed();
  });
  /** The place of the selected row from the top; -1 if it is not among the rows. */
  readonly #selectedAt = computed(() => {
    const selected = this.selected();
    return selected === '' ? -1 : this.#placeOf(({ item }) => item.key === selected);
  });
  protected readonly selectedItem = computed(() => this.#itemAt(this.#selectedAt()));
  protected readonly lostSelection = computed(
    () => this.selected() !== '' && this.feed().size > 0 && this.#selectedAt() < 0,
  );
  /** The selection that the feed has still to scroll to. */
  readonly #wanted = linkedSignal(() => this.selected());
  protected readonly anchorOf = anchorOf;
  protected readonly formatCount = formatCount;

  #scrolledTo = 0;

  constructor() {
    this.#followJumps();
    this.#bindKeys();
    inject(CallLists).add(inject(DestroyRef), (by) => this.#walk(by));
    const sizes = new ResizeObserver(() => this.#measure());
    inject(DestroyRef).onDestroy(() => sizes.disconnect());
    afterRenderEffect({
      earlyRead: () => sizes.observe(this.viewport().nativeElement),
      write: () => {
        const offset = this.#offset();
        // Reading scrollTop forces a layout. The position is known, unless a click moved it.
        if (offset !== this.#scrolledTo) this.viewport().nativeElement.scrollTop = offset;
        this.#scrolledTo = offset;
      },
    });
  }

  protected followScroll(): void {
    const { scrollTop } = this.viewport().nativeElement;
    this.#scrolledTo = scrollTop;
    const atTop = scrollTop < this.rowHeight() / 2;
    if (atTop && this.held()?.by === 'scroll') this.#list.release();
    if (!atTop) this.#list.hold('scroll');
    this.#offset.set(atTop ? 0 : scrollTop);
  }

  protected togglePause(): void {
    if (this.held()) this.resume();
    else this.#list.hold('pause');
  }

  protected resume(): void {
    this.#list.release();
    this.viewport().nativeElement.focus();
  }

  protected showApart(apart: boolean): void {
    this.#url.set(CALL_ROWS, apart ? 'apart' : 'folded');
  }

  protected selectClicked({ target }: Event): void {
    const row = target instanceof Element ? target.closest('li') : null;
    const item = this.rows().find(({ item }) => anchorOf(item) === row?.id)?.item;
    if (item?.kind === 'event') this.select(item.key === this.selected() ? '' : item.key);
  }

  /** Selects an event, and holds the rows so that it stays in view. */
  protected select(key: string): void {
    if (key !== '') this.#list.hold('pause');
    this.#url.set(SELECTED_EVENT, key, { replace: true });
  }

  /** Selects the row that is so many rows further down. */
  #step(by: number): void {
    const at = this.#selectedAt();
    const next = at < 0 ? 0 : at + by;
    const item = this.#itemAt(next);
    if (item) this.select(item.key);
  }

  /** Opens the call of the next row further down that is one of a call, and selects the row. */
  #walk(by: 1 | -1): boolean {
    const open = this.#placeOf(({ item }) => item.key === this.#call.eventId());
    if (open < 0) return false;
    for (let place = open + by; ; place += by) {
      const item = this.#itemAt(place);
      if (!item) return false;
      if (item.kind !== 'event' || !isOfCall(item.event)) continue;
      this.#list.hold('pause');
      this.#url.change({ [SELECTED_EVENT.name]: item.key, ...callLink(item.key) }, { replace: true });
      return true;
    }
  }

  #bindKeys(): void {
    inject(KeyBindings).bind(
      inject(DestroyRef),
      { keys: 'Space', does: 'Pause or resume the feed', run: () => this.togglePause() },
      { keys: 'J', does: 'Select the next row of the feed', run: () => this.#step(1) },
      { keys: 'K', does: 'Select the row before', run: () => this.#step(-1) },
      { keys: 'Escape', does: 'Close what is selected', run: () => this.select('') },
    );
  }

  #followJumps(): void {
    const jump = inject(FeedJump);
    effect(() => {
      const target = jump.target();
      if (!target) return;
      untracked(() => {
        this.#show(this.#placeOf(({ number }) => number >= target.row));
        this.viewport().nativeElement.focus();
      });
      jump.done();
    });
    effect(() => {
      if (this.#wanted() === '' || this.#selectedAt() < 0) return;
      untracked(() => this.#reveal(this.#selectedAt()));
      this.#wanted.set('');
    });
  }

  #itemAt(place: number): FeedItem | undefined {
    return place < 0 ? undefined : this.list().at(-1 - place)?.item;
  }

  /** The place from the top of the oldest row that fits; -1 without one. */
  #placeOf(fits: (row: { number: number; item: { key: string } }) => boolean): number {
    const index = this.list().findIndex(fits);
    return index < 0 ? -1 : this.list().length - 1 - index;
  }

  /** Scrolls to the row at a place, unless it is in view. */
  #reveal(place: number): void {
    const top = place * this.rowHeight();
    const isInView = top >= this.#offset() && top + this.rowHeight() <= this.#offset() + this.#size().height;
    if (!isInView) this.#show(place);
  }

  /** Scrolls the row at a place to the middle of the view. */
  #show(place: number): void {
    this.#list.hold('pause');
    const middle = place * this.rowHeight() - (this.#size().height - this.rowHeight()) / 2;
    this.#offset.set(Math.max(0, middle));
  }

  #measure(): void {
    const { clientWidth, clientHeight } = this.viewport().nativeElement;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.#size.set({ width: clientWidth, height: clientHeight, rem });
  }
}
