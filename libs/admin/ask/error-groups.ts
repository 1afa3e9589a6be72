import type { EventOf } from '#contract';
import { cutText } from '#redaction';
import type { ConsoleLinks } from './console-links.ts';

/** Maximum length of a message in a group, in characters. */
const MAX_MESSAGE = 300;

/** Failures of one tool with one kind and message. */
interface ErrorGroup {
  tool: string;
  kind: string;
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
): ErrorGroup[] {
  const groups = new Map<string, EventOf<'tool:error'>[]>();
  for (const end of ends) {
    if (end.type !== 'tool:error') continue;
    const key = JSON.stringify([end.data.tool, end.data.kind, end.data.error]);
    groups.set(key, [...(groups.get(key) ?? []), end]);
  }
  return [...groups.values()]
    .toSorted((a, b) => b.length - a.length)
    .flatMap((failures) => groupOf(failures, links) ?? []);
}

function groupOf(failures: readonly EventOf<'tool:error'>[], links: ConsoleLinks): ErrorGroup | undefined {
  const [last] = failures;
  if (!last) return undefined;
  const { tool, kind, error } = last.data;
  return {
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
