import type { OfferedTool, ToolCounts } from '#contract';

import type { AnalysisScope } from '../analysis/analysis-scope.ts';
import { changeOf, type Change } from '../analysis/change.ts';
import { eventLink, slowerTerms, toolTerm, type EventLink } from '../analysis/links/event-links.ts';
import { remembered } from '../analysis/remembered.ts';
import { inOrder, type TableOrder } from '../analysis/tables/table-order.ts';
import type { ToolColumn } from './tool-columns.ts';

type Counts = Readonly<Record<string, ToolCounts>>;

/** A row of the table of tools. */
export interface ToolRow extends ToolCounts {
  tool: string;
  /** The share of its calls that failed, from 0 to 1; null without calls. */
  errorShare: number | null;
  /** How it differs from the time before. */
  change: Change | null;
  /** Bytes of its definition; null if it is not offered, or the list of what is offered is missing. */
  definitionBytes: number | null;
}

/** What the rows are made of. */
export interface RowSources {
  tools: Counts;
  /** The counters of the time before; null while they are missing. */
  before: Counts | null;
  offered: readonly OfferedTool[];
  /** Calls that run now, by tool, where that is known better than from the events of the time. */
  running: ((tool: string) => number) | null;
}

/** The tools that were called, in an order. */
export function toolRows(
  { tools, before, offered, running }: RowSources,
  order: TableOrder<ToolColumn>,
): ToolRow[] {
  const definitions = new Map(offered.map(({ name, definitionBytes }) => [name, definitionBytes]));
  const rows = Object.entries(tools).map(([tool, counts]): ToolRow => ({
    ...counts,
    tool,
    inFlight: running ? running(tool) : counts.inFlight,
    // Calls that began before the time may have failed in it.
    errorShare: counts.calls === 0 ? null : Math.min(1, counts.errors / counts.calls),
    change: changeOf(counts, before?.[tool] ?? null),
    definitionBytes: definitions.get(tool) ?? null,
  }));
  return inOrder(rows, order, valueOf, ({ tool }) => tool);
}

/** The tools that are offered and were not called, the largest definition first. */
export function uncalledTools(offered: readonly OfferedTool[], tools: Counts): OfferedTool[] {
  return offered
    .filter(({ name }) => !(name in tools))
    .toSorted((a, b) => b.definitionBytes - a.definitionBytes || a.name.localeCompare(b.name));
}

/** Where the figures of a tool lead to. */
export interface ToolLinks {
  calls: EventLink | null;
  errors: EventLink | null;
  running: EventLink | null;
  /** The calls at a latency or slower. */
  slower(ms: number | null): EventLink | null;
}

/** Links to the events of a tool. */
export function toolLinks(scope: AnalysisScope, tool: string): ToolLinks {
  const term = toolTerm(tool);
  return {
    calls: eventLink(scope, term),
    errors: eventLink(scope, term, 'is:error'),
    running: eventLink(scope, term, 'is:running'),
    slower: remembered((ms) => (ms === null ? null : eventLink(scope, term, slowerTerms(ms)))),
  };
}

const VALUES: Readonly<Record<ToolColumn, (row: ToolRow) => string | number | null>> = {
  tool: ({ tool }) => tool,
  calls: ({ calls }) => calls,
  errors: ({ errors }) => errors,
  'error-rate': ({ errorShare }) => errorShare,
  'in-flight': ({ inFlight }) => inFlight,
  p50: ({ p50LatencyMs }) => p50LatencyMs,
  p95: ({ p95LatencyMs }) => p95LatencyMs,
  p99: ({ p99LatencyMs }) => p99LatencyMs,
  definition: ({ definitionBytes }) => definitionBytes,
};

function valueOf(row: ToolRow, column: ToolColumn): string | number | null {
  return VALUES[column](row);
}
