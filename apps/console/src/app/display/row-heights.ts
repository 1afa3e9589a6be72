import { computed, inject, type Signal } from '@angular/core';

import { DisplayChoices } from './display-choices.ts';

/** The heights of rows of one line and of two, in rem. */
export interface RowHeights {
  one: number;
  two: number;
}

/** Also in tokens.css. */
const ROW_HEIGHTS = { compact: { one: 1.625, two: 2.75 }, comfortable: { one: 2, two: 3.25 } };

/**
 * Returns the selected heights, for lists that render only the rows in view. Must be called in an injection context.
 */
export function rowHeights(): Signal<RowHeights> {
  const { rows } = inject(DisplayChoices);
  return computed(() => ROW_HEIGHTS[rows.value()]);
}
