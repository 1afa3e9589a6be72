import type { UncommittedEvent } from '#contract';
import type { Random } from '../environment/random.ts';

const TENANTS = ['acme', 'globex', 'initech'];
const TOOLS = ['search', 'weather', 'translate', 'order "7"'];
const SESSIONS = Array.from({ length: 30 }, (_, n) => `session-${n}`);

/**
 * Random events of sessions and calls of several tenants, stamped within `lengthMs` milliseconds from `began`, roughly in
 * order. Some calls never end, some end without a start, and some clocks are wrong.
 */
export function randomEvents(
  random: Random,
  count: number,
  { began, lengthMs }: { began: number; lengthMs: number },
): UncommittedEvent[] {
  const open: { callId: string; tool: string; sessionId: string; tenantId: string }[] = [];
  const stamp = (n: number): string => {
    const skew = random.below(50) === 0 ? random.below(lengthMs) - lengthMs / 2 : random.below(2_000);
    const at = began + (n / count) * lengthMs + skew;
    return new Date(Math.min(Math.max(at, began), began + lengthMs - 1)).toISOString();
  };
  return Array.from({ length: count }, (_, n): UncommittedEvent => {
    const timestamp = stamp(n);
    const session = random.below(SESSIONS.length);
    const of = { sessionId: SESSIONS[session]!, tenantId: TENANTS[session % TENANTS.length]! };
    switch (random.below(12)) {
      case 0:
        return { type: 'session:open', ...of, timestamp, data: OPEN };
      case 1:
        return {
          type: 'session:close',
          ...of,
          timestamp,
          data: { reason: 'client', durationMs: 5, calls: 1 },
        };
      case 2:
      case 3:
      case 4:
      case 5:
      case 6: {
        const ended = open.splice(random.below(open.length + 1), 1)[0] ?? { ...of, ...callOf(n, random) };
        const { callId, tool, ...place } = ended;
        const data = { callId, tool, durationMs: random.below(5_000) / 10 };
        if (random.below(5) > 0) return { type: 'tool:done', ...place, timestamp, data };
        return { type: 'tool:error', ...place, timestamp, data: { ...data, error: 'No', kind: 'tool' } };
      }
      default: {
        const call = callOf(n, random);
        open.push({ ...of, ...call });
        const data = random.below(20) === 0 ? { ...call, offered: false as const } : call;
        return { type: 'tool:start', ...of, timestamp, data };
      }
    }
  });
}

const OPEN = {
  origin: 'protocol',
  client: { name: 'agent', version: '1' },
  protocolVersion: '2025-11-25',
} as const;

function callOf(n: number, random: Random): { callId: string; tool: string } {
  return { callId: `call-${n}`, tool: random.pick(TOOLS) };
}
