import { randomUUID } from 'node:crypto';
import type { UncommittedEvent } from '#contract';

/** The duration of the history, in milliseconds. */
export const HISTORY_MS = 24 * 3_600_000;

const TENANTS = ['acme', 'globex', 'initech'];
const TOOLS = Array.from({ length: 12 }, (_, number) => `tool_${number}`);
/** Number of events per session. */
const SESSION_EVENTS = 200;
/** One in this many calls fails. */
const CALLS_PER_ERROR = 50;

/** Yields `count` events, the start and the end of one call after another, spread evenly over the time until now. */
export function* history(count: number): Generator<UncommittedEvent> {
  const began = Date.now() - HISTORY_MS;
  let sessionId = '';
  let callId = '';
  for (let number = 0; number < count; number += 1) {
    if (number % SESSION_EVENTS === 0) sessionId = randomUUID();
    if (number % 2 === 0) callId = randomUUID();
    const call = number >> 1;
    const tool = TOOLS[call % TOOLS.length] ?? '';
    const durationMs = 1 + (call % 997);
    const timestamp = new Date(began + (number / count) * HISTORY_MS).toISOString();
    const of = { sessionId, tenantId: TENANTS[call % TENANTS.length] ?? '', timestamp };
    if (number % 2 === 0) yield { type: 'tool:start', ...of, data: { callId, tool, argumentBytes: 120 } };
    else if (call % CALLS_PER_ERROR > 0)
      yield { type: 'tool:done', ...of, data: { callId, tool, durationMs, resultBytes: 1_200 } };
    else yield { type: 'tool:error', ...of, data: { callId, tool, durationMs, error: 'No', kind: 'tool' } };
  }
}
