import { afterRenderEffect, computed, inject, signal, type Signal } from '@angular/core';

import { listParts, type ListPart } from './list-parts.ts';
import { RowScroll } from './row-scroll.ts';

/** The rows of a table, and what is known about them. */
export interface TableRows<T> {
  rows: () => readonly T[];
  keyOf: (row: T) => string;
  /** Whether all rows are there. Default: they are. */
  isWhole?: () => boolean;
  /** The index of the row with an unfolded detail, which stays rendered; -1 without one. */
  open?: () => number;
}

/** A long table of which only the rows in view are rendered. */
export interface RowList<T> {
  /** The rows in view, the focused one and the open one, and the room for all others. */
  parts: Signal<ListPart<T>[]>;
  /** Whether the last row is in view, or near it. */
  isAtEnd: Signal<boolean>;
  /** Scrolls to an end of the table, and moves the focus to its row once it is there. */
  goTo(end: 'first' | 'last', event: Event): void;
}

/** Renders a part of a table. Needs the `RowScroll` of the component. */
export function rowList<T>({ rows, keyOf, isWhole = () => true, open = () => -1 }: TableRows<T>): RowList<T> {
  const scroll = inject(RowScroll);
  const window = computed(() => scroll.window(rows().length, open()));
  const parts = computed(() =>
    listParts(rows(), window(), { rowHeight: scroll.rowHeight, kept: [scroll.focused(), open()], keyOf }),
  );
  /** The end that a key has asked for, until its row has the focus. */
  const wanted = signal<'first' | 'last' | null>(null);

  afterRenderEffect({
    write: () => {
      const end = wanted();
      const { length } = rows();
      if (!end || !scroll.element || length === 0 || (end === 'last' && !isWhole())) return;
      scroll.element.scrollTop = end === 'first' ? 0 : scroll.element.scrollHeight;
      const place = end === 'first' ? 0 : length - 1;
      const isRendered = parts().some((part) => part.kind === 'row' && part.place === place);
      const row = isRendered && scroll.element.querySelector(`[aria-rowindex="${place + 2}"]`);
      const control = row && row.querySelector<HTMLElement>('a, button');
      if (!control) return;
      control.focus();
      wanted.set(null);
    },
  });
  return {
    parts,
    isAtEnd: computed(() => window().to >= rows().length),
    goTo(end, event) {
      event.preventDefault();
      wanted.set(end);
    },
  };
}
