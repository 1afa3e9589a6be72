import {
  afterRenderEffect,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  untracked,
  viewChild,
} from '@angular/core';

import { KeyBindings } from '../keys/key-bindings.ts';
import { anchorOf } from '../live/feed/feed-item.ts';
import { LiveStore } from '../picture/live-store.ts';
import { Icon } from '../ui/icons/icon.ts';
import { formatCount } from '../ui/numbers.ts';
import { EventDetail } from './detail/event-detail.ts';
import { FeedChoice } from './rows/feed-choice.ts';
import { FeedEdge } from './rows/feed-edge.ts';
import { FeedHead } from './head/feed-head.ts';
import { FeedJump } from './feed-jump.ts';
import { FeedList } from './past/feed-list.ts';
import { FeedRow } from './rows/feed-row.ts';
import { FeedScroll } from './feed-scroll.ts';
import { FeedSelection } from './feed-selection.ts';
import { followPointer } from './rows/pointer-hold.ts';
import type { EdgeLine } from './rows/lines.ts';

/**
 * The feed, newest first. Only the lines in view are rendered. At the top it follows the stream. Once it is paused,
 * scrolled or pointed at, its rows stay where they are, and a pill counts the new ones. Below what the tab keeps it goes
 * on with what the log has, and for a range of the past all of it comes from there.
 */
@Component({
  selector: 'app-feed',
  imports: [EventDetail, FeedEdge, FeedHead, FeedRow, Icon],
  providers: [FeedChoice, FeedList, FeedScroll, FeedSelection],
  templateUrl: './feed.html',
  styleUrl: './feed.css',
  host: { '(click)': 'selectClicked($event)' },
})
export class Feed {
  readonly #store = inject(LiveStore);
  readonly #choice = inject(FeedChoice);
  readonly #list = inject(FeedList);
  readonly #scroll = inject(FeedScroll);
  protected readonly selection = inject(FeedSelection);
  private readonly viewport = viewChild.required<ElementRef<HTMLElement>>('viewport');

  protected readonly narrow = this.#scroll.narrow;
  protected readonly rowHeight = this.#scroll.rowHeight;
  protected readonly window = this.#scroll.window;
  protected readonly unseen = this.#list.unseen;
  protected readonly lines = computed(() => {
    this.#list.changes();
    const { from, to } = this.window();
    // Copies: a row that has changed where it is has to be another object.
    return this.#list
      .lines()
      .slice(from, to)
      .map((line) => ({ ...line }));
  });
  protected readonly oldest = computed(() => {
    const { length } = this.#list.lines();
    const item = this.#list.lines().rowAt(length - 2)?.item;
    return item?.kind === 'event' ? item.event.timestamp : null;
  });
  protected readonly note = computed(() => {
    const missing = this.selection.missing();
    return missing === '' ? '' : `event ${missing} is not among them`;
  });
  protected readonly emptyText = computed(() => {
    const { live, past } = this.#list.rowCounts();
    if (live + past > 0 || this.#list.isReading()) return null;
    if (this.#choice.range()) return 'Nothing happened in this range.';
    return this.#store.feed().size === 0 ? 'No events yet.' : 'Nothing among them.';
  });
  protected readonly anchorOf = anchorOf;
  protected readonly formatCount = formatCount;

  #scrolledTo = 0;

  constructor() {
    this.#followJumps();
    this.#readAhead();
    this.#bindKeys();
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
      this.selection.select(line.key === this.selection.key() ? '' : line.key);
  }

  #bindKeys(): void {
    inject(KeyBindings).bind(
      inject(DestroyRef),
      { keys: 'Space', does: 'Pause or resume the feed', run: () => this.togglePause() },
      { keys: 'J', does: 'Select the next row of the feed', run: () => this.selection.step(1) },
      { keys: 'K', does: 'Select the row before', run: () => this.selection.step(-1) },
      { keys: '[', does: 'Go to the oldest row of the feed', run: () => void this.showOldest() },
      { keys: ']', does: 'Go to the newest row of the feed', run: () => this.showNewest() },
      { keys: 'Esc', does: 'Close what is selected', run: () => this.selection.select('') },
    );
  }

  #followJumps(): void {
    const jump = inject(FeedJump);
    effect(() => {
      const target = jump.target();
      if (!target) return;
      untracked(() => {
        this.#scroll.show(this.#list.lines().placeOfRow(({ number }) => number >= target.row));
        this.viewport().nativeElement.focus();
      });
      jump.done();
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
}
