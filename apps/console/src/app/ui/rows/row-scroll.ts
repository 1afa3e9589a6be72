import { DestroyRef, Directive, ElementRef, inject, Injectable, signal } from '@angular/core';

import { rowWindow, type RowWindow } from './row-window.ts';

/**
 * The visible part of a long table. The component of the table provides it, and marks its scrolling element with
 * `appRowScroll`.
 */
@Injectable()
export class RowScroll {
  readonly #offset = signal(0);
  readonly #size = signal({ height: 600, rowHeight: 26 });
  readonly #detailHeight = signal(0);
  /** The index of the focused row, from its `aria-rowindex`; -1 without one. */
  readonly #focused = signal(-1);

  readonly focused = this.#focused.asReadonly();
  /** The scrolling element; null before it is rendered. */
  element: HTMLElement | null = null;

  /** The height of a row, in pixels. */
  get rowHeight(): number {
    return this.#size().rowHeight;
  }

  /** Returns which of `count` rows to render. A detail is unfolded below the row at the index `open`, or none at -1. */
  window(count: number, open = -1): RowWindow {
    const { height, rowHeight } = this.#size();
    const above = open < 0 ? 0 : this.#offset() - (open + 1) * rowHeight;
    const passed = Math.min(Math.max(0, above), this.#detailHeight());
    return rowWindow(count, rowHeight, this.#offset() - passed, height);
  }

  follow(scrollTop: number): void {
    this.#offset.set(scrollTop);
  }

  measure(height: number, rowHeight: number): void {
    this.#size.set({ height, rowHeight });
  }

  measureDetail(height: number): void {
    this.#detailHeight.set(height);
  }

  focus(place: number): void {
    this.#focused.set(place);
  }
}

/** The scrolling element. Its rows have an `aria-rowindex`, which is 2 for the first one below the head. */
@Directive({
  selector: '[appRowScroll]',
  host: {
    '(scroll)': 'follow()',
    '(focusin)': 'focus($event.target)',
    '(focusout)': 'focus(null)',
  },
})
export class RowScrollElement {
  readonly #scroll = inject(RowScroll);
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  constructor() {
    this.#scroll.element = this.#host;
    const sizes = new ResizeObserver(() => this.#measure());
    sizes.observe(this.#host);
    inject(DestroyRef).onDestroy(() => sizes.disconnect());
  }

  protected follow(): void {
    this.#scroll.follow(this.#host.scrollTop);
  }

  protected focus(target: EventTarget | null): void {
    const row = target instanceof Element ? target.closest('[aria-rowindex]') : null;
    this.#scroll.focus(row ? Number(row.getAttribute('aria-rowindex')) - 2 : -1);
  }

  #measure(): void {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const rows = Number.parseFloat(getComputedStyle(this.#host).getPropertyValue('--row'));
    this.#scroll.measure(this.#host.clientHeight, rows * rem);
  }
}

/** A row with what is unfolded below another one, of any height. */
@Directive({ selector: '[appRowDetail]' })
export class RowDetail {
  readonly #scroll = inject(RowScroll);

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    const sizes = new ResizeObserver(() => this.#scroll.measureDetail(host.offsetHeight));
    sizes.observe(host);
    inject(DestroyRef).onDestroy(() => {
      sizes.disconnect();
      this.#scroll.measureDetail(0);
    });
  }
}
