import {
  emptySessions,
  emptyStats,
  findSession,
  reduceSessions,
  reduceStats,
  sessionFactsOf,
  totalsOf,
  type CrowsnestEvent,
  type EventId,
  type InFlightCall,
  type SessionFacts,
  type SessionRecord,
  type StatsTotals,
} from '#contract';
import type { Sight } from '../watch/condition.ts';

/** The position before the first event of any log. */
const BEFORE_ALL = '0' as EventId;

/** Sessions, calls and counters of a time that has passed, folded from its events. */
export class PastPicture implements Sight {
  readonly #sessions = emptySessions(BEFORE_ALL);
  readonly #stats = emptyStats(BEFORE_ALL, '');

  constructor(
    readonly stuckMs: number,
    /** Finds sessions that were open before that time, if they are remembered. */
    private readonly findEarlier: (sessionId: string) => SessionFacts | undefined,
  ) {}

  apply(event: CrowsnestEvent): void {
    reduceSessions(this.#sessions, event);
    reduceStats(this.#stats, event);
  }

  findSession(sessionId: string): SessionFacts | undefined {
    const record = findSession(this.#sessions, sessionId);
    return record ? sessionFactsOf(record) : this.findEarlier(sessionId);
  }

  openSessions(): SessionRecord[] {
    return [...this.#sessions.open.values()];
  }

  callsInFlight(): InFlightCall[] {
    return [...this.#stats.calls.values()];
  }

  totals(): StatsTotals {
    return totalsOf(this.#stats);
  }
}
