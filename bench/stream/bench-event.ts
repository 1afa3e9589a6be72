import { randomUUID } from 'node:crypto';
import type { EventDraft } from '#contract';
import { stampOf } from './stamp.ts';

export const TENANT = 'default';

/** The sessions of the events. */
export const SESSION_IDS = Array.from({ length: 4 }, () => randomUUID());

/** Approximate size of one event on the wire, in bytes. */
export const EVENT_BYTES = 300;

let callId = randomUUID();

/** The event with a number: a call of a tool that starts or is done, in turn. */
export function benchEvent(number: number): EventDraft {
  if (number % 2 === 0) callId = randomUUID();
  const sessionId = SESSION_IDS[(number >> 1) % SESSION_IDS.length] ?? '';
  const data = { callId, tool: 'search_documents', ...stampOf(number) };
  if (number % 2 === 0) return { type: 'tool:start', sessionId, tenantId: TENANT, data };
  return { type: 'tool:done', sessionId, tenantId: TENANT, data: { ...data, durationMs: 12.345 } };
}

/** An event as the peers send it; they number and stamp it themselves. */
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
