import {
  compareEventIds,
  emptyForgottenOf,
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

import { unchanged } from './unchanged.ts';

/** Maximum number of events that are buffered while waiting for the list. */
export const HELD_BACK = 20_000;

/** The awaited list, which must include every event up to a position. */
interface AwaitedList {
  since: EventId;
  /** The events that have arrived meanwhile. */
  events: CrowsnestEvent[];
}

/**
 * The sessions: listed once by the server, then updated with the contract's fold. Events that arrive while waiting for
 * the list are buffered, because the list may include some of them.
 */
export class SessionBook {
  #sessions: Sessions = emptySessions('0' as EventId);
  #awaited: AwaitedList | null = null;
  #views = new Map<string, SessionView>();
  #isChanged = true;

  /** Buffers events until a list arrives that includes everything up to `since`. */
  awaitList(since: EventId): void {
    this.#awaited = { since, events: this.#awaited?.events.filter((event) => isAfter(event, since)) ?? [] };
  }

  /**
   * Replaces the sessions with the server's list, and applies the buffered events. Returns false if the list is older
   * than the awaited position, so that another one is needed.
   */
  takeList(list: SessionList): boolean {
    if (!this.#awaited) return true;
    if (compareEventIds(list.asOf, this.#awaited.since) < 0) return false;
    this.#sessions = sessionsFrom(list);
    this.#release();
    return true;
  }

  /** Continues without a list. Sessions appear when they open. */
  doWithoutList(): void {
    this.#release();
  }

  add(event: CrowsnestEvent): void {
    if (!this.#awaited) this.#fold(event);
    else if (this.#awaited.events.length < HELD_BACK) this.#awaited.events.push(event);
    // Too many to hold back, so the list must include them.
    else this.awaitList(event.id);
  }

  /** Number of sessions that ended without a call and are no longer remembered. */
  get emptyForgotten(): number {
    return emptyForgottenOf(this.#sessions);
  }

  get(sessionId: string): SessionRecord | undefined {
    return findSession(this.#sessions, sessionId);
  }

  /** Returns the sessions by id, with their calls in flight. An unchanged session is the same object as before. */
  views(calls: CallsInFlight): ReadonlyMap<string, SessionView> {
    if (!this.#isChanged) return this.#views;
    this.#isChanged = false;
    const former = this.#views;
    const { sessions } = listSessions(this.#sessions, calls, { limit: Infinity });
    this.#views = new Map(
      sessions.map((view) => [view.sessionId, unchanged(former.get(view.sessionId), view)]),
    );
    return this.#views;
  }

  #release(): void {
    const events = this.#awaited?.events ?? [];
    this.#awaited = null;
    this.#isChanged = true;
    for (const event of events) this.#fold(event);
  }

  #fold(event: CrowsnestEvent): void {
    reduceSessions(this.#sessions, event);
    if (event.sessionId !== '') this.#isChanged = true;
  }
}

function isAfter(event: CrowsnestEvent, id: EventId): boolean {
  return compareEventIds(event.id, id) > 0;
}
