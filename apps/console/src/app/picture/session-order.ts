import type { SessionView } from '#contract';

/** Sorts sessions like the server: open ones first, newest first, and by id within a millisecond. */
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
