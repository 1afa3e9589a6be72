import type { LoggedEvent } from '../encoding/logged-event.ts';
import type { EventLog } from '../log/event-log.ts';

/** The types of events that may hold payloads. */
export const PAYLOAD_TYPES = ['tool:start', 'tool:done', 'tool:error'] as const;

/** Erases the payloads that consecutive events hold; resolves with their number. Rejects like `EventLog.erasePayloads`. */
export async function erasePayloadsOf(
  log: Pick<EventLog, 'erasePayloads'>,
  events: readonly LoggedEvent[],
): Promise<number> {
  const held = events.filter(({ holdsPayload }) => holdsPayload);
  const [first, last] = [held[0]?.id, held.at(-1)?.id];
  if (first === undefined || last === undefined) return 0;
  const calls = new Set(held.map(({ event }) => ('callId' in event.data ? event.data.callId : '')));
  await log.erasePayloads([...calls], { first, last });
  return held.length;
}
