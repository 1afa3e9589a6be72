import {
  findSession,
  sessionFactsOf,
  type CrowsnestEvent,
  type SessionFacts,
  type Sessions,
} from '#contract';

/**
 * Number of events for which an ended session is known. The last events of a session reach the streams after they were
 * folded, and the fold remembers few sessions where many end at once.
 */
const KNOWN_FOR_EVENTS = 20_000;

interface Ended {
  facts: SessionFacts;
  /** Number of events that were folded when it ended. */
  at: number;
}

/** What filters look at in the sessions that have ended lately. */
export class EndedLately {
  /** In the order of their ends. */
  readonly #ended = new Map<string, Ended>();
  #folded = 0;

  /** Takes each event, with the sessions after it. */
  add({ type, sessionId }: CrowsnestEvent, sessions: Sessions): void {
    this.#folded += 1;
    if (type === 'session:close' || type === 'session:expired') this.#remember(sessionId, sessions);
    if (this.#ended.size > 0) this.#forget();
  }

  find(sessionId: string): SessionFacts | undefined {
    return this.#ended.get(sessionId)?.facts;
  }

  #remember(sessionId: string, sessions: Sessions): void {
    const record = findSession(sessions, sessionId);
    const facts = record && sessionFactsOf(record);
    if (!facts) return;
    this.#ended.delete(sessionId);
    this.#ended.set(sessionId, { facts, at: this.#folded });
  }

  #forget(): void {
    for (const [sessionId, { at }] of this.#ended) {
      if (this.#folded - at < KNOWN_FOR_EVENTS) return;
      this.#ended.delete(sessionId);
    }
  }
}
