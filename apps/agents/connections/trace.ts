import { randomBytes } from 'node:crypto';

/** A W3C trace that covers all calls of one visit. */
export interface Trace {
  traceId: string;
  /** The `traceparent` of the next call, with a new span id. */
  traceparent(): string;
}

/** Starts a new trace. */
export function newTrace(): Trace {
  const traceId = randomBytes(16).toString('hex');
  return { traceId, traceparent: () => `00-${traceId}-${randomBytes(8).toString('hex')}-01` };
}
