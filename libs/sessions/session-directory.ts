import { Injectable } from '@nestjs/common';
import {
  compareEventIds,
  emptySessions,
  findSession,
  findSessionView,
  foldCalls,
  listSessions,
  reduceSessions,
  renumbered,
  restoreSessions,
  saveSessions,
  sessionFactsOf,
  type CrowsnestEvent,
  type EventId,
  type IdsInCopy,
  type InFlightCall,
  type SavedSessions,
  type SessionFacts,
  type SessionList,
  type SessionOrigin,
  type SessionQuery,
  type SessionRecord,
  type SessionsWithCalls,
  type SessionView,
} from '#contract';
import { ProjectionKeeper, type LogOrigin, type Projection } from '#events';
import { EndedLately } from './ended-lately.ts';

/** Every open session, the sessions that ended last, and the calls in flight, folded from the log. */
@Injectable()
export class SessionDirectory implements Projection {
  readonly name = 'sessions';
  readonly #endedLately = new EndedLately();
  readonly #listeners: ((event: CrowsnestEvent) => void)[] = [];
  #folded = beginAt('0' as EventId);

  constructor(projections: ProjectionKeeper) {
    projections.register(this);
  }

  /** Adds a listener that is called with each event of the log, after it was folded. */
  onFolded(listener: (event: CrowsnestEvent) => void): void {
    this.#listeners.push(listener);
  }

  get asOf(): EventId {
    return this.#folded.sessions.asOf;
  }

  /** Returns one page of sessions: open ones first, newest first in each group. */
  list(query: SessionQuery): SessionList {
    const { sessions, calls } = this.#folded;
    return listSessions(sessions, calls, query);
  }

  /** Returns one session with the number of its calls in flight. Takes time proportional to all calls in flight. */
  find(sessionId: string): SessionView | undefined {
    const { sessions, calls } = this.#folded;
    return findSessionView(sessions, calls, sessionId);
  }

  /** Returns one session without its calls in flight. Takes constant time. */
  findRecord(sessionId: string): SessionRecord | undefined {
    return findSession(this.#folded.sessions, sessionId);
  }

  /** Returns the facts that filters need about a session: one that is open, listed or ended recently. */
  findSession(sessionId: string): SessionFacts | undefined {
    const record = this.findRecord(sessionId);
    return record ? sessionFactsOf(record) : this.#endedLately.find(sessionId);
  }

  /** The sessions that are open according to the log, in the order in which they opened. */
  openSessions(): SessionRecord[] {
    return [...this.#folded.sessions.open.values()];
  }

  /** The calls that are in flight according to the log, oldest first. */
  callsInFlight(): InFlightCall[] {
    return [...this.#folded.calls.values()];
  }

  /** Returns a call that is in flight according to the log. Takes constant time. */
  findCall(callId: string): InFlightCall | undefined {
    return this.#folded.calls.get(callId);
  }

  /** The instances in which calls of a session are in flight. Takes time proportional to all calls in flight. */
  instancesCallingIn(sessionId: string): Set<string> {
    const instances = new Set<string>();
    for (const call of this.#folded.calls.values())
      if (call.sessionId === sessionId && call.instance !== undefined) instances.add(call.instance);
    return instances;
  }

  /**
   * The instances that have idle sessions of a principal, the one with the longest idle session first. Takes time
   * proportional to all open sessions.
   */
  instancesWithIdle(principalId: string, origin: SessionOrigin): Set<string> {
    const { sessions, calls } = this.#folded;
    const busy = new Set(Array.from(calls.values(), ({ sessionId }) => sessionId));
    const isIdle = ({ principal, origin: begun, sessionId }: SessionRecord): boolean =>
      principal === principalId && begun === origin && !busy.has(sessionId);
    const idle = [...sessions.open.values()].filter(isIdle);
    const longestFirst = idle.toSorted((a, b) => Date.parse(a.lastEventAt) - Date.parse(b.lastEventAt));
    return new Set(longestFirst.flatMap(({ instance }) => instance ?? []));
  }

  /** Restores the saved state. If it cannot be read, the log is folded again from its beginning. */
  restore(origin: LogOrigin, saved: unknown): void {
    this.#folded = restoreSessions(saved) ?? beginAt(origin.start);
  }

  save(): SavedSessions {
    return saveSessions(this.#folded);
  }

  forCopy(saved: SavedSessions, ids: IdsInCopy): SavedSessions {
    return renumbered(saved, ids);
  }

  apply(event: CrowsnestEvent): void {
    if (compareEventIds(event.id, this.asOf) <= 0) return;
    foldCalls(this.#folded.calls, event);
    reduceSessions(this.#folded.sessions, event);
    this.#endedLately.add(event, this.#folded.sessions);
    for (const listener of this.#listeners) listener(event);
  }
}

function beginAt(start: EventId): SessionsWithCalls {
  return { sessions: emptySessions(start), calls: new Map() };
}
