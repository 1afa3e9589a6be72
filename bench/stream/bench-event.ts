import type { EventDraft } from '#contract';
import { writeStamp } from './stamp.ts';

export const TENANT = 'default';

/** The sessions that the events belong to. */
export const SESSION_IDS = [1, 2, 3, 4].map((n) => `0d3c2f5e-9f0b-4c55-8f7e-00000000000${n}`);

/** The size of one event on the wire, in bytes, about. */
export const EVENT_BYTES = 300;

/** The event of that number: calls of a tool, each begun and then done. */
export function benchEvent(number: number): EventDraft {
  const call = number >> 1;
  const sessionId = SESSION_IDS[call % SESSION_IDS.length] ?? '';
  const callId = `5b1f9a04-6c1e-4c4e-9d55-${String(call).padStart(12, '0')}`;
  const data = { callId, tool: 'search_documents', stamp: writeStamp(number) };
  if (number % 2 === 0) return { type: 'tool:start', sessionId, tenantId: TENANT, data };
  return { type: 'tool:done', sessionId, tenantId: TENANT, data: { ...data, durationMs: 12.345 } };
}

/** An event as the peers send it: numbered and stamped by themselves. */
export interface PeerEvent {
  id: string;
  type: string;
  sessionId: string;
  tenantId: string;
  timestamp: string;
  data: object;
}

const FIRST_ID = Date.now() * 1_000;

export function peerEvent(number: number): PeerEvent {
  const { type, sessionId, tenantId, data } = benchEvent(number);
  const id = String(FIRST_ID + number);
  return { id, type, sessionId, tenantId, timestamp: new Date().toISOString(), data };
}
