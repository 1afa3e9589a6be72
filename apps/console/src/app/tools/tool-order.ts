import type { ToolStats } from '#contract';

import type { Parameter } from '../view/parameter.ts';

/** A row of the table of tools. */
export interface ToolRow extends ToolStats {
  tool: string;
  /** The share of its calls that failed, from 0 to 1; null without calls. */
  errorShare: number | null;
}

/** A column of the table of tools. */
export type ToolColumn = Exclude<keyof ToolRow, 'lastP99LatencyMs'>;

/** The column and direction that the table is sorted by. */
export interface ToolOrder {
  column: ToolColumn;
  descending: boolean;
}

const NAMES: Readonly<Record<ToolColumn, string>> = {
  tool: 'tool',
  calls: 'calls',
  errors: 'errors',
  errorShare: 'error-rate',
  inFlight: 'in-flight',
  p50LatencyMs: 'p50',
  p95LatencyMs: 'p95',
  p99LatencyMs: 'p99',
};

/** The order in the URL: the name of a column, with `-` before it for the largest first. */
export const TOOL_ORDER: Parameter<ToolOrder> = {
  name: 'sort',
  absent: { column: 'calls', descending: true },
  read(text) {
    const descending = text.startsWith('-');
    const column = columnOf(descending ? text.slice(1) : text);
    if (column) return { value: { column, descending } };
    return {
      problem: `Write one of ${Object.values(NAMES).join(', ')}, with - before it for the largest first.`,
    };
  },
  write: ({ column, descending }) => (descending ? '-' : '') + NAMES[column],
};

/** The order after a click on a column: reversed, or by another column. */
export function reorder(order: ToolOrder, column: ToolColumn): ToolOrder {
  if (order.column === column) return { column, descending: !order.descending };
  return { column, descending: column !== 'tool' };
}

/** Sorts the tools. Equal rows are sorted by name, so that rows do not swap places. */
export function inOrder(tools: Readonly<Record<string, ToolStats>>, order: ToolOrder): ToolRow[] {
  const sign = order.descending ? -1 : 1;
  return Object.entries(tools)
    .map(([tool, stats]): ToolRow => ({ tool, ...stats, errorShare: shareOf(stats) }))
    .toSorted((a, b) => sign * compare(a[order.column], b[order.column]) || compare(a.tool, b.tool));
}

function columnOf(name: string): ToolColumn | undefined {
  return Object.entries(NAMES).find(([, known]) => known === name)?.[0] as ToolColumn | undefined;
}

function shareOf({ calls, errors }: ToolStats): number | null {
  return calls === 0 ? null : errors / calls;
}

// A missing measurement is less than any other.
function compare(a: string | number | null, b: string | number | null): number {
  if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b);
  return Number(a ?? -1) - Number(b ?? -1);
}
