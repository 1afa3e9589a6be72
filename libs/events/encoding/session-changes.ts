import { sessionFactsOf, type SessionFacts, type SessionOpenData, type UncommittedEvent } from '#contract';
import type { LoggedEvent } from './logged-event.ts';

/** The beginning of a session with what is known of it, or its end. */
export interface SessionChange {
  sessionId: string;
  /** Missing when the session ends. */
  facts?: SessionFacts;
}

/** How an event changes its session; undefined for an event that neither begins nor ends one. */
export function sessionChangeOf(
  logged: Pick<LoggedEvent, 'type' | 'sessionId'> & { event: Pick<UncommittedEvent, 'data'> },
): SessionChange | undefined {
  switch (logged.type) {
    case 'session:open': {
      const facts = sessionFactsOf(logged.event.data as SessionOpenData);
      return facts && { sessionId: logged.sessionId, facts };
    }
    case 'session:close':
    case 'session:expired':
      return { sessionId: logged.sessionId };
    default:
      return undefined;
  }
}
