import { groupKeyOf, type FailureGroup } from '#contract';

import { groupBy } from '../analysis/trend.ts';
import type { FailedCall } from './failed-call.ts';

/** Failures that are alike. */
export interface ErrorGroup extends FailureGroup {
  /** Identifies the group in a URL, and in a filter. */
  key: string;
  /** Oldest first. */
  calls: readonly FailedCall[];
  /** When the first and the last call ended, in milliseconds since 1970. */
  first: number;
  last: number;
  /** Numbers of affected sessions and clients. */
  sessions: number;
  clients: number;
}

/** Groups failures by tool, kind and message. `clientOf` returns the client of a session. */
export function errorGroupsOf(
  failed: readonly FailedCall[],
  clientOf: (sessionId: string) => string,
): ErrorGroup[] {
  const groups = groupBy(failed, (call) => groupKeyOf(groupOf(call)));
  return [...groups].flatMap(([key, calls]) => {
    const [first, last] = [calls.at(0), calls.at(-1)];
    if (!first || !last) return [];
    const sessions = new Set(calls.map(({ sessionId }) => sessionId));
    const clients = new Set([...sessions].map(clientOf)).size;
    return [
      { ...groupOf(first), key, calls, first: first.at, last: last.at, sessions: sessions.size, clients },
    ];
  });
}

function groupOf({ tool, failure: { kind }, message }: FailedCall): FailureGroup {
  return { tool, kind, message };
}
