import { randomUUID } from 'node:crypto';
import type { EventDraft } from '#contract';

/** Number of events of the history. */
export const HISTORY_EVENTS = 1_000_000;
export const TENANT = 'default';
export const SESSION_IDS = Array.from({ length: 50 }, () => randomUUID());
/** A session with 500 of ten thousand events in the middle of the history. */
export const ONE_SESSION = randomUUID();
/** A tool that every 2,000th event is about. */
export const ONE_TOOL = 'one_of_many';
/** What one of 50,000 events says; one of a hundred is another failure. */
export const RARE_ERROR = 'Connection reset by peer';

/** The event with a number. */
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
