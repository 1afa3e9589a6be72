import { linkedSignal, type Signal } from '@angular/core';

/**
 * Keeps rows in place while the pointer or the focus is in the list: figures update, and new rows are added at the end.
 * A new order applies at once.
 */
export function heldRows<R>(
  rows: () => readonly R[],
  order: () => unknown,
  isHeld: () => boolean,
  nameOf: (row: R) => string,
): Signal<readonly R[]> {
  return linkedSignal<{ rows: readonly R[]; order: unknown; isHeld: boolean }, readonly R[]>({
    source: () => ({ rows: rows(), order: order(), isHeld: isHeld() }),
    computation: (now, last) =>
      last && now.isHeld && now.order === last.source.order
        ? inPlace(now.rows, last.value, nameOf)
        : now.rows,
  });
}

function inPlace<R>(rows: readonly R[], former: readonly R[], nameOf: (row: R) => string): R[] {
  const places = new Map(former.map((row, place) => [nameOf(row), place]));
  const placeOf = (row: R): number => places.get(nameOf(row)) ?? former.length;
  return rows.toSorted((a, b) => placeOf(a) - placeOf(b));
}
