import type { ToolStats } from '#contract';

/** One row of the tools' table. */
export interface ToolRow extends ToolStats {
  tool: string;
}

export type ToolColumn = keyof ToolRow;

/** By which column the table is in order, and which way. */
export interface ToolOrder {
  column: ToolColumn;
  descending: boolean;
}

/** The order after a click on a column's head: the other way round, or by another column. */
export function reorder(order: ToolOrder, column: ToolColumn): ToolOrder {
  if (order.column === column) return { column, descending: !order.descending };
  return { column, descending: column !== 'tool' };
}

/** The tools in the given order; equal ones by name, so that rows do not jump about. */
export function inOrder(tools: Readonly<Record<string, ToolStats>>, order: ToolOrder): ToolRow[] {
  const sign = order.descending ? -1 : 1;
  return Object.entries(tools)
    .map(([tool, stats]): ToolRow => ({ tool, ...stats }))
    .toSorted((a, b) => sign * compare(a[order.column], b[order.column]) || compare(a.tool, b.tool));
}

// What was not measured counts as less than anything that was.
function compare(a: string | number | null, b: string | number | null): number {
  if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b);
  return Number(a ?? -1) - Number(b ?? -1);
}
