import { randomUUID } from 'node:crypto';
import type { EventDraft } from '#contract';

const TENANT = 'default';
const SESSIONS = 200;
const AGENTS = 20;
const TOOLS = 40;
/** Number of calls in flight at a time. */
const IN_FLIGHT = 60;
/** One in this many calls fails. */
const FAILING = 20;

const sessionIds = Array.from({ length: SESSIONS }, () => randomUUID());

/** The events that open the sessions of the calls. */
export function openSessions(): EventDraft[] {
  return sessionIds.map((sessionId, index) => ({
    type: 'session:open',
    sessionId,
    tenantId: TENANT,
    data: {
      origin: 'protocol',
      client: { name: `agent-${index % AGENTS}`, version: '1' },
      protocolVersion: '2025-11-25',
    },
  }));
}

/** The events of one call with a result. */
export function largeCall(result: unknown): EventDraft[] {
  const call = { number: 1, callId: randomUUID() };
  const data = { ...dataOf(call), argumentBytes: 120 };
  const ended = { ...data, durationMs: 20, resultBytes: JSON.stringify(result).length, result };
  return [
    { type: 'tool:start', ...placeOf(call.number), data },
    { type: 'tool:done', ...placeOf(call.number), data: ended },
  ];
}

/** The events of overlapping calls by many agents; every second event starts a call. */
export class ConsoleCalls {
  readonly #running: { number: number; callId: string }[] = [];
  #calls = 0;

  next(): EventDraft {
    return this.#running.length > IN_FLIGHT ? this.#end() : this.#start();
  }

  #start(): EventDraft {
    this.#calls += 1;
    const call = { number: this.#calls, callId: randomUUID() };
    this.#running.push(call);
    return { type: 'tool:start', ...placeOf(call.number), data: { ...dataOf(call), argumentBytes: 120 } };
  }

  #end(): EventDraft {
    const call = this.#running.shift() ?? { number: 0, callId: randomUUID() };
    const data = { ...dataOf(call), argumentBytes: 120, durationMs: 1 + (call.number % 900) };
    const place = placeOf(call.number);
    if (call.number % FAILING === 0)
      return { type: 'tool:error', ...place, data: { ...data, error: 'No such file', kind: 'tool' } };
    return { type: 'tool:done', ...place, data: { ...data, resultBytes: 900 } };
  }
}

function placeOf(number: number): { sessionId: string; tenantId: string } {
  return { sessionId: sessionIds[number % SESSIONS] ?? '', tenantId: TENANT };
}

function dataOf({ number, callId }: { number: number; callId: string }): { callId: string; tool: string } {
  return { callId, tool: `tool_${number % TOOLS}` };
}
