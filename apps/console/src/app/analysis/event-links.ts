import { printValue, UNKNOWN_TOOLS, OTHER_TOOLS } from '#contract';

import type { AnalysisScope } from './analysis-scope.ts';

/** The query of a link to the feed with the events that a figure counts. */
export interface EventLink {
  filter: string;
  from: string;
  to: string;
}

/** The link to the events of a scope that hold further terms; null where no term says it. */
export function eventLink(
  { filter, from, to }: AnalysisScope,
  ...terms: readonly (string | null)[]
): EventLink | null {
  if (terms.includes(null)) return null;
  const all = [filter, ...terms].filter(Boolean).join(' ');
  return { filter: all, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

/** The term for the calls that are counted under a name; null for those of all further tools. */
export function toolTerm(tool: string): string | null {
  if (tool === OTHER_TOOLS) return null;
  return tool === UNKNOWN_TOOLS ? 'is:unknown' : `tool:${printValue(tool)}`;
}

/** The term for the calls of clients with a name. */
export function clientTerm(name: string): string {
  return `client:${printValue(name)}`;
}
