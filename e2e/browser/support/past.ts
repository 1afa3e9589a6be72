import type { UncommittedEvent } from '#contract';

/** Calls that are logged as if an agent had made them at some time. */
export interface PastCalls {
  /** When the first one started, in milliseconds since 1970. */
  from: number;
  count: number;
  /** From one start to the next, in milliseconds. */
  everyMs: number;
  tool: string;
  durationMs: number;
  /** The message of the failure; without it the calls succeed. */
  error?: string;
}

/** The events of a session with such calls. `name` is the name of its agent and, with the tool, makes its ids. */
export function pastCalls(name: string, calls: PastCalls): UncommittedEvent[] {
  const { from, count, everyMs, tool, durationMs, error } = calls;
  const of = { sessionId: `${name}-${tool}-${from}`, tenantId: 'default' };
  const stamp = (at: number): string => new Date(at).toISOString();
  const events: UncommittedEvent[] = [
    {
      type: 'session:open',
      ...of,
      timestamp: stamp(from),
      data: { origin: 'protocol', client: { name, version: '1.0.0' }, protocolVersion: '2025-11-25' },
    },
  ];
  for (let n = 0; n < count; n += 1) {
    const start = from + n * everyMs;
    const call = { callId: `${of.sessionId}-${n}`, tool };
    const end = { ...call, durationMs };
    events.push({ type: 'tool:start', ...of, timestamp: stamp(start), data: call });
    const timestamp = stamp(start + durationMs);
    if (error === undefined) events.push({ type: 'tool:done', ...of, timestamp, data: end });
    else
      events.push({ type: 'tool:error', ...of, timestamp, data: { ...end, error, kind: 'tool' as const } });
  }
  return events;
}

/** A local time of yesterday, in milliseconds since 1970. */
export function yesterdayAt(hour: number, minute = 0): number {
  const date = new Date();
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - 1, hour, minute).getTime();
}
