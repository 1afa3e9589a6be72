import { randomUUID } from 'node:crypto';
import type { EventDraft } from '#contract';

/** Number of events in the history. */
export const HISTORY_EVENTS = 1_000_000;
export const TENANT = 'default';
export const SESSION_IDS = Array.from({ length: 50 }, () => randomUUID());
/** A session with 500 of 10,000 events in the middle of the history. */
export const ONE_SESSION = randomUUID();
/** The tool of every 2,000th event. */
export const ONE_TOOL = 'one_of_many';
/** The message of one in 50,000 events. One in 100 is a failure with another message. */
export const RARE_ERROR = 'Connection reset by peer';

/** Returns the event with this number. */
export function historyEvent(number: number): EventDraft {
  const about = { sessionId: sessionOf(number), tenantId: TENANT };
  const tool = number % 2_000 === 1 ? ONE_TOOL : `tool_${number % 20}`;
  const call = { callId: randomUUID(), tool, argumentBytes: 120 };
  const durationMs = (number % 1_000) + 0.345;
  if (number % 50_000 === 777)
    return {
      ...about,
      type: 'tool:error',
      data: { ...call, durationMs, error: RARE_ERROR, kind: 'timeout' },
    };
  if (number % 100 === 99)
    return {
      ...about,
      type: 'tool:error',
      data: { ...call, durationMs, error: 'No such file', kind: 'tool' },
    };
  if (number % 2 === 0) return { ...about, type: 'tool:start', data: call };
  return { ...about, type: 'tool:done', data: { ...call, durationMs, resultBytes: 2_048 } };
}

function sessionOf(number: number): string {
  const isOfOne = number >= 500_000 && number < 510_000 && number % 20 === 4;
  return (isOfOne ? ONE_SESSION : SESSION_IDS[number % SESSION_IDS.length]) ?? '';
}
