import { printValue, UNKNOWN_TOOLS, OTHER_TOOLS } from '#contract';

import type { AnalysisScope } from '../analysis-scope.ts';

/** The query of a link to the feed that shows the events of a figure. */
export type EventLink = Readonly<Record<'filter' | 'from' | 'to', string>>;

/** Returns the link to the events of a scope that match further terms; null if no filter can express them. */
export function eventLink(
  { filter, from, to }: Pick<AnalysisScope, 'filter' | 'from' | 'to'>,
  ...terms: readonly (string | null)[]
): EventLink | null {
  if (terms.includes(null)) return null;
  const all = [filter, ...terms].filter(Boolean).join(' ');
  return { filter: all, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

/** Returns the term for the calls that are counted under a name; null for `(other)`, which combines many tools. */
export function toolTerm(tool: string): string | null {
  if (tool === OTHER_TOOLS) return null;
  return tool === UNKNOWN_TOOLS ? 'is:unknown' : `tool:${printValue(tool)}`;
}

/** Returns the terms for the calls that succeeded and took as long or longer. */
export function slowerTerms(ms: number): string {
  return `type:tool:done duration:>=${Math.floor(ms)}ms`;
}

/** Returns the term for the calls of the clients with this name. */
export function clientTerm(name: string): string {
  return `client:${printValue(name)}`;
}
