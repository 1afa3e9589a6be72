import {
  findSession,
  sessionFactsOf,
  type CrowsnestEvent,
  type SessionFacts,
  type Sessions,
} from '#contract';

/**
 * Number of events after its end for which a session is remembered. The last events of a session reach the streams
 * after the fold has processed them, and the fold drops ended sessions when many end at once.
 */
const KNOWN_FOR_EVENTS = 20_000;

interface Ended {
  facts: SessionFacts;
  /** The number of events that had been processed when the session ended. */
  at: number;
}

/** The facts that filters need about recently ended sessions. */
export class EndedLately {
  /** In the order in which the sessions ended. */
  readonly #ended = new Map<string, Ended>();
  #folded = 0;

  /** Processes an event; `sessions` already includes it. */
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
