import { failureGroupOf, groupKeyOf, type EventOf } from '#contract';
import { cutText } from '#redaction';
import type { ConsoleLinks } from './console-links.ts';

/** Maximum length of a message in a group, in characters. */
const MAX_MESSAGE = 300;

/** What an assistant reads of failures that are alike, which the console shows as a group on its page of errors. */
interface ErrorSummary {
  /** The key of the group, which the filter `group:KEY` selects. */
  group: string;
  tool: string;
  kind: string;
  /** The message of the last one. */
  error: string;
  count: number;
  sessions: number;
  lastAt: string;
  lastSession: string;
  link: string;
}

/** Puts failures that are alike together, the largest group first. `ends` are newest first. */
export function errorGroups(
  ends: readonly (EventOf<'tool:done'> | EventOf<'tool:error'>)[],
  links: ConsoleLinks,
): ErrorSummary[] {
  const failures = ends.filter((end) => end.type === 'tool:error');
  const groups = Map.groupBy(failures, ({ data }) => groupKeyOf(failureGroupOf(data)));
  return [...groups]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .flatMap(([key, alike]) => groupOf(key, alike, links) ?? []);
}

function groupOf(
  group: string,
  failures: readonly EventOf<'tool:error'>[],
  links: ConsoleLinks,
): ErrorSummary | undefined {
  const [last] = failures;
  if (!last) return undefined;
  const { tool, kind, error } = last.data;
  return {
    group,
    tool,
    kind,
    error: cutText(error, MAX_MESSAGE),
    count: failures.length,
    sessions: new Set(failures.map(({ sessionId }) => sessionId)).size,
    lastAt: last.timestamp,
    lastSession: last.sessionId,
    link: links.to('session', { call: last.id }, last.sessionId),
  };
}
