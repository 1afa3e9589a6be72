import type { SessionView } from '#contract';

/** Sorts sessions as the server lists them: open ones first, the newest first, and by id within a millisecond. */
export function inSessionOrder(sessions: Iterable<SessionView>): SessionView[] {
  return [...sessions].toSorted(compareSessions);
}

function compareSessions(a: SessionView, b: SessionView): number {
  const isOpen = Number(b.endedAt === undefined) - Number(a.endedAt === undefined);
  return (
    isOpen ||
    compareText(b.endedAt ?? b.openedAt, a.endedAt ?? a.openedAt) ||
    compareText(b.sessionId, a.sessionId)
  );
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
