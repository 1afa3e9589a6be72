import { Component, computed, input, signal, type Signal } from '@angular/core';

import { formatCount } from './numbers.ts';

/** The first rows of a list. */
export interface FirstRows<T> {
  rows: Signal<readonly T[]>;
  /** Number of rows that are not among them. */
  left: Signal<number>;
  /** Adds as many rows as there were at first. */
  showMore(): void;
}

/** Shows the first `step` rows of a list, because a long one makes every repaint slow. */
export function firstRows<T>(all: () => readonly T[], step: number): FirstRows<T> {
  const shown = signal(step);
  return {
    rows: computed(() => all().slice(0, shown())),
    left: computed(() => Math.max(0, all().length - shown())),
    showMore: () => shown.update((count) => count + step),
  };
}

/** Says how many rows of a list are not shown, and shows more of them. It is empty if all are shown. */
@Component({
  selector: 'app-show-more',
  template: `
    @if (list().left() > 0) {
      <button type="button" class="button small" (click)="list().showMore()">Show more</button>
      <span class="soft">{{ formatCount(list().left()) }} are not shown.</span>
    }
  `,
  styles: `
    :host {
      display: flex;
      gap: var(--space-2);
      align-items: center;
    }

    :host(:empty) {
      display: none;
    }
  `,
})
export class ShowMore {
  readonly list = input.required<FirstRows<unknown>>();
  protected readonly formatCount = formatCount;
}
