import type { ToolStats } from '#contract';

/** A row of the table of tools. */
export interface ToolRow extends ToolStats {
  tool: string;
}

/** A column of the table of tools. */
export type ToolColumn = keyof ToolRow;

/** The column and direction that the table is sorted by. */
export interface ToolOrder {
  column: ToolColumn;
  descending: boolean;
}

/** The order after a click on a column: reversed, or by another column. */
export function reorder(order: ToolOrder, column: ToolColumn): ToolOrder {
  if (order.column === column) return { column, descending: !order.descending };
  return { column, descending: column !== 'tool' };
}

/** Sorts the tools. Equal rows are sorted by name, so that rows do not swap places. */
export function inOrder(tools: Readonly<Record<string, ToolStats>>, order: ToolOrder): ToolRow[] {
  const sign = order.descending ? -1 : 1;
  return Object.entries(tools)
    .map(([tool, stats]): ToolRow => ({ tool, ...stats }))
    .toSorted((a, b) => sign * compare(a[order.column], b[order.column]) || compare(a.tool, b.tool));
}

// A missing measurement is less than any other.
function compare(a: string | number | null, b: string | number | null): number {
  if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b);
  return Number(a ?? -1) - Number(b ?? -1);
}
