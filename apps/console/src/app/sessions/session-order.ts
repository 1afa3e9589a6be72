import {
  parseSessionSort,
  printSessionSort,
  SESSION_SORT_KEYS,
  type SessionSort,
  type SessionSortKey,
} from '#contract';

import type { SortDirection } from '../ui/sort-button.ts';
import type { Parameter } from '../view/parameter.ts';

/** The order in the URL, as the server takes it; null for open sessions first. */
export const SESSION_ORDER: Parameter<SessionSort | null> = {
  name: 'sort',
  absent: null,
  read(text) {
    const value = parseSessionSort(text);
    return value
      ? { value }
      : { problem: `Write one of ${SESSION_SORT_KEYS.join(', ')}, with - before it for the largest first.` };
  },
  write: (value) => value && printSessionSort(value),
};

/** The order after a click on a column: by it, then reversed, then the usual one again. */
export function reorder(order: SessionSort | null, key: SessionSortKey): SessionSort | null {
  const firstDescends = key !== 'client';
  if (order?.key !== key) return { key, descending: firstDescends };
  return order.descending === firstDescends ? { key, descending: !firstDescends } : null;
}

/** The direction in which a column sorts. */
export function directionOf(order: SessionSort | null, key: SessionSortKey): SortDirection {
  if (order?.key !== key) return 'none';
  return order.descending ? 'descending' : 'ascending';
}
