import {
  compareEventIds,
  emptySessions,
  findSession,
  listSessions,
  reduceSessions,
  sessionsFrom,
  type CallsInFlight,
  type CrowsnestEvent,
  type EventId,
  type SessionList,
  type SessionRecord,
  type Sessions,
  type SessionView,
} from '#contract';

/** Maximum number of events that are held back while waiting for the list. */
export const HELD_BACK = 20_000;

/** The awaited list, which must include every event up to a position. */
interface AwaitedList {
  since: EventId;
  /** The events that have arrived since. */
  events: CrowsnestEvent[];
}

/**
 * The sessions: listed once by the server, then folded from events with the server's reducer. Events that arrive while
 * waiting for the list are held back, because the list may include some of them.
 */
export class SessionBook {
  #sessions: Sessions = emptySessions('0' as EventId);
  #awaited: AwaitedList | null = null;

  /** Holds events back from now on, until a list arrives that includes everything up to `since`. */
  awaitList(since: EventId): void {
    this.#awaited = { since, events: [] };
  }

  /**
   * Replaces the sessions with the server's list, and folds the events held back. Returns false if the list is older
   * than the awaited position, so that another one is needed.
   */
  takeList(list: SessionList): boolean {
    if (!this.#awaited) return true;
    if (compareEventIds(list.asOf, this.#awaited.since) < 0) return false;
    this.#sessions = sessionsFrom(list);
    this.#release();
    return true;
  }

  /** Continues without a list: sessions appear when they open. */
  doWithoutList(): void {
    this.#release();
  }

  add(event: CrowsnestEvent): void {
    if (!this.#awaited) reduceSessions(this.#sessions, event);
    else if (this.#awaited.events.length < HELD_BACK) this.#awaited.events.push(event);
    // Too many to hold back, so the list must include them.
    else this.awaitList(event.id);
  }

  get(sessionId: string): SessionRecord | undefined {
    return findSession(this.#sessions, sessionId);
  }

  /** Open sessions first, newest first in each group, each with the number of its calls in flight. */
  list(calls: CallsInFlight): SessionView[] {
    return listSessions(this.#sessions, calls, { limit: Infinity }).sessions;
  }

  #release(): void {
    const events = this.#awaited?.events ?? [];
    this.#awaited = null;
    for (const event of events) reduceSessions(this.#sessions, event);
  }
}
