import {
  afterRenderEffect,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  linkedSignal,
  untracked,
  viewChild,
} from '@angular/core';
import { compareEventIds, parseEventId } from '#contract';

import { isOfCall } from '../call/call.ts';
import { callLink } from '../call/call-link.ts';
import { CallLists } from '../call/call-lists.ts';
import { OpenCall } from '../call/open-call.ts';
import { KeyBindings } from '../keys/key-bindings.ts';
import { anchorOf } from '../live/feed/feed-item.ts';
import { LiveStore } from '../picture/live-store.ts';
import { Icon } from '../ui/icon.ts';
import { formatCount } from '../ui/numbers.ts';
import { UrlState } from '../view/url-state.ts';
import { EventDetail } from './detail/event-detail.ts';
import { FeedChoice } from './rows/feed-choice.ts';
import { FeedEdge } from './rows/feed-edge.ts';
import { FeedHead } from './head/feed-head.ts';
import { FeedJump } from './feed-jump.ts';
import { FeedList } from './past/feed-list.ts';
import { SELECTED_EVENT } from './feed-parameters.ts';
import { FeedRow } from './rows/feed-row.ts';
import { FeedScroll } from './feed-scroll.ts';
import { followPointer } from './rows/pointer-hold.ts';
import type { EdgeLine } from './rows/lines.ts';
import { isRowOf, type Row } from './rows/row.ts';

/**
 * The feed, newest first. Only the lines in view are rendered. At the top it follows the stream. Once it is paused,
 * scrolled or pointed at, its rows stay where they are, and a pill counts the new ones. Below what the tab keeps it goes
 * on with what the log has, and for a range of the past all of it comes from there.
 */
@Component({
  selector: 'app-feed',
  imports: [EventDetail, FeedEdge, FeedHead, FeedRow, Icon],
  providers: [FeedChoice, FeedList, FeedScroll],
  templateUrl: './feed.html',
  styleUrl: './feed.css',
  host: { '(click)': 'selectClicked($event)' },
})
export class Feed {
  readonly #store = inject(LiveStore);
  readonly #choice = inject(FeedChoice);
  readonly #list = inject(FeedList);
  readonly #scroll = inject(FeedScroll);
  readonly #url = inject(UrlState);
  readonly #call = inject(OpenCall);
  private readonly viewport = viewChild.required<ElementRef<HTMLElement>>('viewport');

  protected readonly narrow = this.#scroll.narrow;
  protected readonly rowHeight = this.#scroll.rowHeight;
  protected readonly window = this.#scroll.window;
  protected readonly unseen = this.#list.unseen;
  protected readonly selected = this.#url.value(SELECTED_EVENT, inject(DestroyRef));
  protected readonly lines = computed(() => {
    this.#list.changes();
    const { from, to } = this.window();
    // Copies: a row that has changed where it is has to be another object.
    return this.#list
      .lines()
      .slice(from, to)
      .map((line) => ({ ...line }));
  });
  /** The place of the selected row from the top; -1 if it is not among the lines. */
  readonly #selectedAt = computed(() => {
    const selected = this.selected();
    return selected === '' ? -1 : this.#placeOf((row) => isRowOf(row, selected));
  });
  readonly #selectedRow = computed(() => this.#rowAt(this.#selectedAt()));
  protected readonly selectedKey = computed(() => this.#selectedRow()?.key);
  protected readonly selectedItem = computed(() => {
    this.#list.changes();
    return this.#selectedRow()?.item;
  });
  protected readonly oldest = computed(() => {
    const { length } = this.#list.lines();
    const item = this.#rowAt(length - 2)?.item;
    return item?.kind === 'event' ? item.event.timestamp : null;
  });
  protected readonly note = computed(() => {
    const isLost = this.selected() !== '' && this.#selectedAt() < 0 && this.#wanted() === '';
    return isLost ? `event ${this.selected()} is not among them` : '';
  });
  protected readonly emptyText = computed(() => {
    const { live, past } = this.#list.rowCounts();
    if (live + past > 0 || this.#list.isReading()) return null;
    if (this.#choice.range()) return 'Nothing happened in this range.';
    return this.#store.feed().size === 0 ? 'No events yet.' : 'Nothing among them.';
  });
  /** The selection that the feed has still to scroll to. */
  readonly #wanted = linkedSignal<{ selected: string; range: unknown }, string>({
    source: () => ({ selected: this.selected(), range: this.#choice.range() }),
    computation: ({ selected }) => selected,
  });
  protected readonly anchorOf = anchorOf;
  protected readonly formatCount = formatCount;

  #scrolledTo = 0;

  constructor() {
    this.#followJumps();
    this.#followSelection();
    this.#readAhead();
    this.#bindKeys();
    inject(CallLists).add(inject(DestroyRef), (by) => this.#walk(by));
    const owner = inject(DestroyRef);
    afterRenderEffect({
      earlyRead: () => {
        const { nativeElement } = this.viewport();
        this.#scroll.observe(nativeElement);
        owner.onDestroy(followPointer(nativeElement, this.#pointer));
      },
      write: () => {
        const offset = this.#scroll.offset();
        // Reading scrollTop forces a layout. The position is known, unless a click moved it.
        if (offset !== this.#scrolledTo) this.viewport().nativeElement.scrollTop = offset;
        this.#scrolledTo = offset;
      },
    });
  }

  readonly #pointer = {
    moved: (): void => this.#list.hold('pointer'),
    left: (): void => {
      if (this.#list.held()?.by === 'pointer') this.#list.release();
    },
  };

  protected followScroll(): void {
    const { scrollTop } = this.viewport().nativeElement;
    this.#scrolledTo = scrollTop;
    this.#scroll.follow(scrollTop);
  }

  protected togglePause(): void {
    if (this.#choice.range()) return;
    const held = this.#list.held();
    if (held && held.by !== 'pointer') this.resume();
    else this.#list.hold('pause');
  }

  protected resume(): void {
    this.#list.release();
    this.viewport().nativeElement.focus();
  }

  /** Goes to the newest row: of the stream, or of the range. */
  protected showNewest(event?: Event): void {
    event?.preventDefault();
    if (this.#choice.range()) void this.#list.past().openNewest();
    else this.#list.release();
    this.#scroll.offset.set(0);
  }

  /** Goes to the oldest row that the log keeps, or that of the range. */
  protected async showOldest(event?: Event): Promise<void> {
    event?.preventDefault();
    this.#list.hold('scroll');
    const past = this.#list.past();
    if (past.older().state !== 'reached') await past.openOldest();
    if (past === this.#list.past()) this.#scroll.showLast();
  }

  /** Reads on where that failed. */
  protected readOn(end: EdgeLine['key']): void {
    const past = this.#list.past();
    void (end === 'older' ? past.readOlder() : past.readNewer());
  }

  protected selectClicked({ target }: Event): void {
    const row = target instanceof Element ? target.closest('li') : null;
    const line = this.lines().find((line) => line.kind === 'row' && anchorOf(line.item) === row?.id);
    if (line?.kind === 'row' && line.item.kind === 'event')
      this.select(line.key === this.selectedKey() ? '' : line.key);
  }

  /** Selects an event, and holds the rows so that it stays in view. */
  protected select(key: string): void {
    if (key !== '') this.#list.hold('pause');
    this.#url.set(SELECTED_EVENT, key, { replace: true });
  }

  /** Selects the row that is so many rows further down. */
  #step(by: number): void {
    const at = this.#selectedAt();
    const first = this.#list.lines().at(0)?.kind === 'edge' ? 1 : 0;
    const row = this.#rowAt(at < 0 ? first : at + by);
    if (row) this.select(row.key);
  }

  /** Opens the call of the next row further down that is one of a call, and selects the row. */
  #walk(by: 1 | -1): boolean {
    const open = this.#placeOf((row) => isRowOf(row, this.#call.eventId()));
    if (open < 0) return false;
    for (let place = open + by; ; place += by) {
      const row = this.#rowAt(place);
      if (!row) return false;
      if (row.item.kind !== 'event' || !isOfCall(row.item.event)) continue;
      this.#list.hold('pause');
      this.#url.change({ [SELECTED_EVENT.name]: row.key, ...callLink(row.key) }, { replace: true });
      return true;
    }
  }

  #bindKeys(): void {
    inject(KeyBindings).bind(
      inject(DestroyRef),
      { keys: 'Space', does: 'Pause or resume the feed', run: () => this.togglePause() },
      { keys: 'J', does: 'Select the next row of the feed', run: () => this.#step(1) },
      { keys: 'K', does: 'Select the row before', run: () => this.#step(-1) },
      { keys: '[', does: 'Go to the oldest row of the feed', run: () => void this.showOldest() },
      { keys: ']', does: 'Go to the newest row of the feed', run: () => this.showNewest() },
      { keys: 'Escape', does: 'Close what is selected', run: () => this.select('') },
    );
  }

  #followJumps(): void {
    const jump = inject(FeedJump);
    effect(() => {
      const target = jump.target();
      if (!target) return;
      untracked(() => {
        this.#scroll.show(this.#placeOf(({ number }) => number >= target.row));
        this.viewport().nativeElement.focus();
      });
      jump.done();
    });
  }

  /** Scrolls to the selection of the URL. One that is not among the lines is looked for in the log, once. */
  #followSelection(): void {
    effect(() => {
      const wanted = this.#wanted();
      if (wanted === '') return;
      const place = this.#selectedAt();
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
      if (past === this.#list.past() && this.#selectedAt() >= 0) this.#scroll.show(this.#selectedAt());
    });
  }

  /** Reads more of the log where an end of the lines is near. */
  #readAhead(): void {
    effect(() => {
      const { newer, older } = this.#scroll.isNear();
      const past = this.#list.past();
      const isKnown = this.#list.isComplete();
      if (older && !isKnown && past.older().state === 'more') untracked(() => void past.readOlder());
      if (newer && past.newer().state === 'more') untracked(() => void past.readNewer());
    });
  }

  #rowAt(place: number): Row | undefined {
    const line = this.#list.lines().at(place);
    return line?.kind === 'row' ? line : undefined;
  }

  /** The place from the top of the oldest row that fits; -1 without one. */
  #placeOf(fits: (row: Row) => boolean): number {
    return this.#list.lines().placeOf((line) => line.kind === 'row' && fits(line));
  }
}
