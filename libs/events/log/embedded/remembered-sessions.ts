import type { SessionFacts } from '#contract';
import type { LoggedEvent } from '../../encoding/logged-event.ts';
import { sessionChangeOf } from '../../encoding/session-changes.ts';

interface Remembered {
  facts: SessionFacts | undefined;
  isOpen: boolean;
  /** Number of its events that are held. */
  events: number;
}

/** What is known of the sessions that are open, or that any event belongs to which is still held. */
export class RememberedSessions {
  readonly #sessions = new Map<string, Remembered>();

  add(event: LoggedEvent): void {
    const { sessionId } = event;
    let session = this.#sessions.get(sessionId);
    if (!session) {
      session = { facts: undefined, isOpen: false, events: 0 };
      this.#sessions.set(sessionId, session);
    }
    session.events += 1;
    const change = sessionChangeOf(event);
    if (change) {
      session.isOpen = change.facts !== undefined;
      session.facts = change.facts ?? session.facts;
    }
  }

  /** Forgets an event; its session too, if that has ended and this was its last event. */
  remove({ sessionId }: LoggedEvent): void {
    const session = this.#sessions.get(sessionId);
    if (!session) return;
    session.events -= 1;
    if (session.events === 0 && !session.isOpen) this.#sessions.delete(sessionId);
  }

  find(sessionId: string): SessionFacts | undefined {
    return this.#sessions.get(sessionId)?.facts;
  }
}
