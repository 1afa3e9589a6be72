import { randomBytes } from 'node:crypto';

/** A W3C trace: one piece of an agent's work, whatever number of calls it takes. */
export interface Trace {
  traceId: string;
  /** The header's value for the next call, with a span of its own. */
  traceparent(): string;
}

/** Begins a trace. */
export function newTrace(): Trace {
  const traceId = randomBytes(16).toString('hex');
  return { traceId, traceparent: () => `00-${traceId}-${randomBytes(8).toString('hex')}-01` };
}
