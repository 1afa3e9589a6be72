import type { SessionOrigin } from '#contract';
import type { CallCounts } from './running-calls/call-group.ts';
import type { CallsElsewhere } from './running-calls/calls-elsewhere.ts';
import type { SessionDescription, SessionEnd } from './session-description.ts';

/** What sessions are counted by. */
export type CountedSession = Pick<SessionDescription, 'sessionId' | 'tenantId' | 'principalId' | 'origin'>;

/** Decides when an idle session ends that others may use, too. */
export interface IdleGate {
  /** Called at intervals while the session has been idle here for `idleMs`; it may end after `limitMs`. */
  whileIdle(idleMs: number, limitMs: number): void;
}

/** A session that is open in this process. Times are those of `performance.now()`. */
export interface LiveSession extends SessionDescription {
  readonly openedAt: number;
  /** When the client last sent a message. */
  lastMessageAt: number;
  readonly calls: CallCounts;
  /** Its calls in other instances; undefined before the first. */
  elsewhere?: CallsElsewhere;
  readonly gate: IdleGate | undefined;
  /** Closes whatever serves the session. Its running calls have ended when this returns. */
  readonly release: (reason: SessionEnd) => void;
}

/** When a session was last active: its last message, or the end of its last call. */
export function lastActiveAt({ lastMessageAt, calls, elsewhere }: LiveSession): number {
  return Math.max(lastMessageAt, calls.lastEndedAt, elsewhere?.lastEndedAt ?? 0);
}

/** Number of calls that run in a session, in all instances. */
export function runningIn({ calls, elsewhere }: LiveSession): number {
  return calls.running + (elsewhere?.running ?? 0);
}

/** Number of calls that have begun in a session, in all instances. */
export function startedIn({ calls, elsewhere }: LiveSession): number {
  return calls.started + (elsewhere?.started ?? 0);
}

/** The open sessions, by id and by principal, and counted by tenant and origin. */
export class OpenSessions<S extends CountedSession> {
  readonly #byId = new Map<string, S>();
  readonly #byPrincipal = new Map<string, Set<S>>();
  readonly #counts = new Map<string, number>();

  add(session: S): void {
    this.#byId.set(session.sessionId, session);
    const { principalId } = session;
    const ofPrincipal = this.#byPrincipal.get(principalId);
    if (ofPrincipal) ofPrincipal.add(session);
    else this.#byPrincipal.set(principalId, new Set([session]));
    this.#count(session, 1);
  }

  /** Removes a session; false when it is not open. */
  remove(session: S): boolean {
    if (!this.#byId.delete(session.sessionId)) return false;
    const ofPrincipal = this.#byPrincipal.get(session.principalId);
    ofPrincipal?.delete(session);
    if (ofPrincipal?.size === 0) this.#byPrincipal.delete(session.principalId);
    this.#count(session, -1);
    return true;
  }

  get(sessionId: string): S | undefined {
    return this.#byId.get(sessionId);
  }

  /** Every open session, oldest first. */
  all(): IterableIterator<S> {
    return this.#byId.values();
  }

  /** The open sessions of a principal, oldest first. */
  ofPrincipal(principalId: string): ReadonlySet<S> {
    return this.#byPrincipal.get(principalId) ?? new Set();
  }

  /** Number of open sessions of a tenant and an origin. Takes constant time. */
  countOf(tenantId: string, origin: SessionOrigin): number {
    return this.#counts.get(countKey(tenantId, origin)) ?? 0;
  }

  /** Number of open sessions of an origin. Takes time proportional to the number of tenants. */
  countOfOrigin(origin: SessionOrigin): number {
    let total = 0;
    for (const [key, count] of this.#counts) if (key.startsWith(`${origin} `)) total += count;
    return total;
  }

  #count({ tenantId, origin }: S, change: 1 | -1): void {
    const key = countKey(tenantId, origin);
    const count = (this.#counts.get(key) ?? 0) + change;
    if (count > 0) this.#counts.set(key, count);
    else this.#counts.delete(key);
  }
}

function countKey(tenantId: string, origin: SessionOrigin): string {
  return `${origin} ${tenantId}`;
}
