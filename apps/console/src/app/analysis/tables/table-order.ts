import type { Parameter } from '../../view/parameter.ts';

/** The column and direction that a table is sorted by. */
export interface TableOrder<C extends string> {
  column: C;
  descending: boolean;
}

/**
 * A column of a table. `column` is its name in the URL. A `text` column first sorts from A to Z, others from the
 * largest.
 */
export interface TableColumn<C extends string> {
  column: C;
  label: string;
  text?: true;
  /** The CSS class of its cells, with which a narrow table hides it. */
  class?: string;
}

/** Returns the URL parameter of an order: the name of a column, with a leading `-` for the largest first. */
export function orderParameter<C extends string>(
  columns: readonly TableColumn<C>[],
  absent: TableOrder<C>,
): Parameter<TableOrder<C>> {
  return {
    name: 'sort',
    absent,
    read(text) {
      const descending = text.startsWith('-');
      const found = columns.find(({ column }) => column === (descending ? text.slice(1) : text));
      if (found) return { value: { column: found.column, descending } };
      const names = columns.map(({ column }) => column).join(', ');
      return { problem: `Write one of ${names}, with - before it for the largest first.` };
    },
    write: ({ column, descending }) => (descending ? '-' : '') + column,
  };
}

/** Returns the order after a click on a column: reversed, or by another column. */
export function reorder<C extends string>(
  order: TableOrder<C>,
  { column, text }: TableColumn<C>,
): TableOrder<C> {
  if (order.column === column) return { column, descending: !order.descending };
  return { column, descending: !text };
}

/**
 * Sorts rows by a value. A missing value is less than any other. Equal rows are sorted by name, so their order is
 * stable.
 */
export function inOrder<R, C extends string>(
  rows: readonly R[],
  { column, descending }: TableOrder<C>,
  valueOf: (row: R, column: C) => string | number | null,
  nameOf: (row: R) => string,
): R[] {
  const sign = descending ? -1 : 1;
  return rows.toSorted(
    (a, b) => sign * compare(valueOf(a, column), valueOf(b, column)) || nameOf(a).localeCompare(nameOf(b)),
  );
}

function compare(a: string | number | null, b: string | number | null): number {
  if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b);
  return Number(a ?? -1) - Number(b ?? -1);
}
