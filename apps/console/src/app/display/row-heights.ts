import { computed, inject, type Signal } from '@angular/core';

import { DisplayChoices } from './display-choices.ts';

/** The heights of rows of one line and of two, in rem. */
export interface RowHeights {
  one: number;
  two: number;
}

/** As tokens.css has them. */
const ROW_HEIGHTS = { compact: { one: 1.625, two: 2.75 }, comfortable: { one: 2, two: 3.25 } };

/** The heights that are chosen, for a list that draws only the rows in view. To be called where Angular injects. */
export function rowHeights(): Signal<RowHeights> {
  const { rows } = inject(DisplayChoices);
  return computed(() => ROW_HEIGHTS[rows.value()]);
}
