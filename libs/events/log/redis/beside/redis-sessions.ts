import type { SessionChange } from '../../../encoding/session-changes.ts';

/** The sessions that begin, by their id, and those that end: each as JSON, or empty if there are none. */
export function sessionArguments(changes: readonly SessionChange[]): [begun: string, ended: string] {
  const begun = changes
    .filter(({ facts }) => facts)
    .map(({ sessionId, facts }) => [sessionId, JSON.stringify(facts)]);
  const ended = changes.filter(({ facts }) => !facts).map(({ sessionId }) => sessionId);
  return [
    begun.length === 0 ? '' : JSON.stringify(Object.fromEntries(begun)),
    ended.length === 0 ? '' : JSON.stringify(ended),
  ];
}
