import { DestroyRef, Directive, ElementRef, inject, Injectable, signal } from '@angular/core';

import { rowWindow, type RowWindow } from './row-window.ts';

/** What of a long table is in view. Provide it where the table is; its scrolling element has `appRowScroll`. */
@Injectable()
export class RowScroll {
  readonly #offset = signal(0);
  readonly #size = signal({ height: 600, rowHeight: 26 });
  /** The place of the row that has the focus, as its `aria-rowindex` says it; -1 without one. */
  readonly #focused = signal(-1);

  readonly focused = this.#focused.asReadonly();

  /** Pixels of one row. */
  get rowHeight(): number {
    return this.#size().rowHeight;
  }

  /** Which of so many rows are to be rendered. */
  window(count: number): RowWindow {
    const { height, rowHeight } = this.#size();
    return rowWindow(count, rowHeight, this.#offset(), height);
  }

  follow(scrollTop: number): void {
    this.#offset.set(scrollTop);
  }

  measure(height: number, rowHeight: number): void {
    this.#size.set({ height, rowHeight });
  }

  focus(place: number): void {
    this.#focused.set(place);
  }
}

/** The element that scrolls. Its rows have an `aria-rowindex`: 2 for the first one below the head. */
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
