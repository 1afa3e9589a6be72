import { DEFAULT_AGENT_LIMITS } from '#mcp';
import { wholeNumber } from './plain-values.ts';
import type { Variable } from './variable.ts';

/** Maximum numbers of streams, connections and calls at a time. */
export const LIMITS = {
  CROWSNEST_MAX_STREAMS: {
    schema: wholeNumber(1, 1_000_000),
    default: '10000',
    meaning: 'Maximum number of open streams. Further ones get 503.',
    remedy: 'Give a number of streams, such as 10000.',
  },
  CROWSNEST_MAX_STREAMS_PER_ADMIN: {
    schema: wholeNumber(1, 1_000_000),
    default: '5000',
    meaning: 'Maximum number of open streams per admin. Further ones get 429.',
    remedy: 'Give a number of streams, such as 5000.',
  },
  CROWSNEST_MAX_CONNECTIONS: {
    schema: wholeNumber(1, 1_000_000),
    default: '20000',
    meaning: 'Maximum number of open connections. Further ones are closed at once.',
    remedy: 'Give a number of connections, such as 20000.',
  },
  CROWSNEST_MAX_CALLS: {
    schema: wholeNumber(1, 1_000_000),
    default: String(DEFAULT_AGENT_LIMITS.maxCalls),
    meaning: 'Maximum number of calls in flight. Further ones are answered with 503.',
    remedy: 'Give a number of calls, such as 10000.',
  },
  CROWSNEST_MAX_CALLS_PER_PRINCIPAL: {
    schema: wholeNumber(1, 1_000_000),
    default: String(DEFAULT_AGENT_LIMITS.maxCallsPerPrincipal),
    meaning:
      'Maximum number of calls in flight per agent key, or of all anonymous agents. Further ones are answered with 429.',
    remedy: 'Give a number of calls, such as 1000.',
  },
  CROWSNEST_MAX_AGENT_STREAMS: {
    schema: wholeNumber(1, 1_000_000),
    default: String(DEFAULT_AGENT_LIMITS.maxStreams),
    meaning: 'Maximum number of streams that agents open with GET. Further ones are answered with 503.',
    remedy: 'Give a number of streams, such as 20000.',
  },
  CROWSNEST_MAX_AGENT_STREAMS_PER_PRINCIPAL: {
    schema: wholeNumber(1, 1_000_000),
    default: String(DEFAULT_AGENT_LIMITS.maxStreamsPerPrincipal),
    meaning:
      'Maximum number of these streams per agent key, or of all anonymous agents. Further ones are answered with 429.',
    remedy: 'Give a number of streams, such as 10000.',
  },
  CROWSNEST_MAX_LISTENS: {
    schema: wholeNumber(1, 1_000_000),
    default: String(DEFAULT_AGENT_LIMITS.maxListens),
    meaning: 'Maximum number of `subscriptions/listen` streams. Further ones are answered with 503.',
    remedy: 'Give a number of streams, such as 10000.',
  },
  CROWSNEST_MAX_LISTENS_PER_PRINCIPAL: {
    schema: wholeNumber(1, 1_000_000),
    default: String(DEFAULT_AGENT_LIMITS.maxListensPerPrincipal),
    meaning:
      'Maximum number of these streams per agent key, or of all anonymous agents. Further ones are answered with 429.',
    remedy: 'Give a number of streams, such as 1000.',
  },
} as const satisfies Record<string, Variable>;
