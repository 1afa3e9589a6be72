import { TRACEPARENT_META_KEY, type JSONRPCMessage } from '@modelcontextprotocol/server';
import type { TraceContext } from './observed-message.ts';

// https://www.w3.org/TR/trace-context/#traceparent-header-field-values: no version "ff", no id of zeros, and
// nothing appended in version 00.
const TRACEPARENT =
  /^(?!ff|00.{54})[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-|$)/;

/** Agents may send texts of any length. These are the longest that tracers have to pass on, in characters. */
const MAX_TRACEPARENT = 512;
const MAX_TRACESTATE = 512;
const MAX_BAGGAGE = 8_192;

/** The trace context in a message's `_meta`; undefined when it is missing or malformed. */
export function traceContextOf(message: JSONRPCMessage): TraceContext | undefined {
  const { _meta: meta } = ((message as { params?: unknown }).params ?? {}) as {
    _meta?: Record<string, unknown>;
  };
  const traceparent = meta?.[TRACEPARENT_META_KEY];
  if (!meta || traceIdOf(traceparent) === undefined) return undefined;
  const { tracestate, baggage } = meta;
  return {
    traceparent: traceparent as string,
    ...(isText(tracestate, MAX_TRACESTATE) && { tracestate }),
    ...(isText(baggage, MAX_BAGGAGE) && { baggage }),
  };
}

/** The trace id of a `traceparent`; undefined when it is malformed. */
export function traceIdOf(traceparent: unknown): string | undefined {
  return isText(traceparent, MAX_TRACEPARENT) ? TRACEPARENT.exec(traceparent)?.[1] : undefined;
}

function isText(value: unknown, maxLength: number): value is string {
  return typeof value === 'string' && value.length <= maxLength;
}

/** The trace id in a message's `_meta`. */
export function traceIdOfMessage(message: JSONRPCMessage): string | undefined {
  const { _meta: meta } = ((message as { params?: unknown }).params ?? {}) as {
    _meta?: Record<string, unknown>;
  };
  return meta && traceIdOf(meta[TRACEPARENT_META_KEY]);
}
