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

import { anchorOf } from '../picture/feed-item.ts';
import { FEED_CAPACITY, LiveStore } from '../picture/live-store.ts';
import { Icon } from '../ui/icon.ts';
import { formatCount } from '../ui/numbers.ts';
import { FeedJump } from './feed-jump.ts';
import { FeedRow } from './feed-row.ts';
import { rowWindow } from './row-window.ts';

/** Below this width a row has two lines. */
const NARROW_PX = 620;
const ROW_REM = { wide: 2.125, narrow: 3.375 };

/**
 * The live feed, newest first. Only the rows in view are rendered. At the top the feed follows the stream.
 * When scrolled, it keeps its position and counts the new events above.
 */
@Component({
  selector: 'app-feed',
  imports: [FeedRow, Icon],
  templateUrl: './feed.html',
  styleUrl: './feed.css',
})
export class Feed {
  readonly #store = inject(LiveStore);
  private readonly viewport = viewChild.required<ElementRef<HTMLElement>>('viewport');
  readonly #size = signal({ width: 1000, height: 600, rem: 16 });
  readonly #added = computed(() => this.#store.feed().added);

  protected readonly capacity = formatCount(FEED_CAPACITY);
  protected readonly feed = this.#store.feed;
  protected readonly dropped = computed(() => this.feed().added - this.feed().size);
  protected readonly narrow = computed(() => this.#size().width < NARROW_PX);
  protected readonly rowHeight = computed(() =>
    Math.round(this.#size().rem * (this.narrow() ? ROW_REM.narrow : ROW_REM.wide)),
  );
  /** The scroll position in pixels. New rows above move it on, except at the top. */
  readonly #offset = linkedSignal<number, number>({
    source: this.#added,
    computation: (added, last) => {
      if (!last || last.value === 0) return 0;
      const lowest = this.feed().size * this.rowHeight() - this.#size().height;
      return Math.max(0, Math.min(lowest, last.value + (added - last.source) * this.rowHeight()));
    },
  });
  readonly #atTop = computed(() => this.#offset() === 0);
  readonly #seen = linkedSignal<{ added: number; atTop: boolean }, number>({
    source: () => ({ added: this.#added(), atTop: this.#atTop() }),
    computation: ({ added, atTop }, last) => (atTop || !last ? added : last.value),
  });
  protected readonly unseen = computed(() => this.#added() - this.#seen());
  protected readonly window = computed(() =>
    rowWindow(this.feed().size, this.rowHeight(), this.#offset(), this.#size().height),
  );
  protected readonly rows = computed(() => {
    const { from, to } = this.window();
    return this.#store.rows(from, to);
  });
  protected readonly anchorOf = anchorOf;
  protected readonly formatCount = formatCount;

  #scrolledTo = 0;

  constructor() {
    const jump = inject(FeedJump);
    effect(() => {
      const target = jump.target();
      if (!target) return;
      untracked(() => this.#show(target.row));
      jump.done();
    });
    const sizes = new ResizeObserver(() => this.#measure());
    inject(DestroyRef).onDestroy(() => sizes.disconnect());
    afterRenderEffect({
      earlyRead: () => sizes.observe(this.viewport().nativeElement),
      write: () => {
        const offset = this.#offset();
        // Reading scrollTop forces a layout. The position is known, unless new rows or a click moved it.
        if (offset !== this.#scrolledTo) this.viewport().nativeElement.scrollTop = offset;
        this.#scrolledTo = offset;
      },
    });
  }

  protected followScroll(): void {
    const { scrollTop } = this.viewport().nativeElement;
    this.#scrolledTo = scrollTop;
    this.#offset.set(scrollTop < this.rowHeight() / 2 ? 0 : scrollTop);
  }

  /** Scrolls a row to the middle of the view. */
  #show(row: number): void {
    const back = this.#added() - 1 - row;
    const middle = back * this.rowHeight() - (this.#size().height - this.rowHeight()) / 2;
    this.#offset.set(Math.max(0, middle));
    this.viewport().nativeElement.focus();
  }

  protected showNewest(): void {
    this.#offset.set(0);
    this.viewport().nativeElement.focus();
  }

  #measure(): void {
    const { clientWidth, clientHeight } = this.viewport().nativeElement;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.#size.set({ width: clientWidth, height: clientHeight, rem });
  }
}
