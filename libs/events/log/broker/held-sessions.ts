import { planFilter, type EventFilter, type SessionFacts } from '#contract';
import type { FindSession } from '../../encoding/event-terms.ts';
import type { LoggedEvent } from '../../encoding/logged-event.ts';
import { headOfLine } from '../../encoding/json-lines.ts';
import type { Broker } from './broker.ts';

/**
 * Finds what a filter looks at in the sessions of events, if it looks at sessions. The broker knows the sessions that
 * this process has forgotten.
 */
export async function sessionsOf(
  events: readonly LoggedEvent[],
  { terms = [] }: EventFilter,
  broker: Broker,
  findSession: FindSession,
): Promise<FindSession> {
  if (!planFilter({ terms }).needsSession) return findSession;
  const ids = new Set(events.map(sessionIdOf));
  const forgotten = [...ids].filter((id) => id !== '' && findSession(id) === undefined);
  if (forgotten.length === 0) return findSession;
  const facts = await broker.findSessions(forgotten);
  const held = new Map<string, SessionFacts | undefined>(forgotten.map((id, index) => [id, facts[index]]));
  return (id) => findSession(id) ?? held.get(id);
}

/** Parses the event only if its beginning does not say. */
function sessionIdOf(event: LoggedEvent): string {
  return headOfLine(event.json)?.sessionId ?? event.sessionId;
}
