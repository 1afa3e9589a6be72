import { computed, DestroyRef, inject, Injectable, linkedSignal, signal } from '@angular/core';

import { rowHeights } from '../display/row-heights.ts';
import { FeedChoice } from './rows/feed-choice.ts';
import { FeedList } from './past/feed-list.ts';
import { rowWindow } from '../ui/rows/row-window.ts';
import type { Lines } from './rows/lines.ts';

/** Below this width a row has two lines. */
const NARROW_PX = 640;
/** This many lines from an end more of them are read. */
const READ_AHEAD = 120;

/** What the scroll position follows from. */
interface ScrollSource {
  follows: boolean;
  lines: Lines;
  view: string;
  rowHeight: number;
}

/** Where the feed is scrolled to. What is seen stays in its place, whatever is added or dropped above it. */
@Injectable()
export class FeedScroll {
  readonly #list = inject(FeedList);
  readonly #view = inject(FeedChoice).key;
  readonly #rowHeights = rowHeights();
  readonly #size = signal({ width: 1000, height: 600, rem: 16 });

  readonly narrow = computed(() => this.#size().width < NARROW_PX);
  readonly rowHeight = computed(() => this.#size().rem * this.#rowHeights()[this.narrow() ? 'two' : 'one']);
  /** The scroll position in pixels: the top while the feed follows the stream. */
  readonly offset = linkedSignal<ScrollSource, number>({
    source: () => ({
      follows: this.#list.follows(),
      lines: this.#list.lines(),
      view: this.#view(),
      rowHeight: this.rowHeight(),
    }),
    computation: ({ follows, lines, view, rowHeight }, last) => {
      if (follows || !last || last.source.view !== view) return 0;
      if (last.source.rowHeight !== rowHeight) return (last.value / last.source.rowHeight) * rowHeight;
      if (last.source.lines === lines || last.value === 0) return last.value;
      return last.value + this.#shiftOf(last.source.lines, lines, last.value);
    },
  });
  readonly window = computed(() =>
    rowWindow(this.#list.lines().length, this.rowHeight(), this.offset(), this.#size().height),
  );
  /** Whether the upper, or the lower end of the lines is near. */
  readonly isNear = computed(() => {
    const { from, to } = this.window();
    const { length } = this.#list.lines();
    // A feed that follows shows its top only: nothing is read before somebody scrolls, unless there is room left.
    const ahead = this.#list.follows() ? 0 : READ_AHEAD;
    return { newer: from <= READ_AHEAD, older: to + ahead >= length };
  });

  constructor() {
    inject(DestroyRef).onDestroy(() => this.#sizes.disconnect());
  }

  readonly #sizes = new ResizeObserver(([entry]) => entry && this.#measure(entry.target));

  /** Follows the size of the element that scrolls. */
  observe(viewport: HTMLElement): void {
    this.#sizes.observe(viewport);
  }

  /** The element was scrolled to a position. */
  follow(scrollTop: number): void {
    const atTop = scrollTop < this.rowHeight() / 2;
    if (atTop && this.#list.held()?.by === 'scroll') this.#list.release();
    if (!atTop) this.#list.hold('scroll');
    this.offset.set(atTop ? 0 : scrollTop);
  }

  /** Scrolls to the line at a place, unless it is in view. */
  reveal(place: number): void {
    const top = place * this.rowHeight();
    const isInView = top >= this.offset() && top + this.rowHeight() <= this.offset() + this.#size().height;
    if (!isInView) this.show(place);
  }

  /** Scrolls the line at a place to the middle of the view. */
  show(place: number): void {
    this.#list.hold('pause');
    const middle = place * this.rowHeight() - (this.#size().height - this.rowHeight()) / 2;
    this.offset.set(Math.max(0, middle));
  }

  /** Scrolls to the last line. */
  showLast(): void {
    this.offset.set(Math.max(0, this.#list.lines().length * this.rowHeight() - this.#size().height));
  }

  /** By how many pixels the line at the top of the view has moved. */
  #shiftOf(before: Lines, after: Lines, offset: number): number {
    const place = Math.floor(offset / this.rowHeight());
    const key = before.at(place)?.key;
    if (after.at(place)?.key === key) return 0;
    const moved = after.placeOf((line) => line.key === key);
    return moved < 0 ? 0 : (moved - place) * this.rowHeight();
  }

  #measure({ clientWidth, clientHeight }: Element): void {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.#size.set({ width: clientWidth, height: clientHeight, rem });
  }
}
