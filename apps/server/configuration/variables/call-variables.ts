import { DEFAULT_STUCK_MS } from '#contract';
import { DEFAULT_IDLE_MS } from '#crowsnest';
import { LONGEST_TIMER_MS } from '#edge';
import { oneOf, wholeNumber } from './plain-values.ts';
import type { Variable } from './variable.ts';

/** Sessions and calls. */
export const CALLS = {
  CROWSNEST_SESSION_IDLE_MS: {
    schema: wholeNumber(1, LONGEST_TIMER_MS),
    default: String(DEFAULT_IDLE_MS.protocolIdleMs),
    meaning: 'Milliseconds without a message after which a protocol session expires.',
    remedy: 'Give milliseconds, such as 1800000 for half an hour.',
  },
  CROWSNEST_DERIVED_IDLE_MS: {
    schema: wholeNumber(1, LONGEST_TIMER_MS),
    default: String(DEFAULT_IDLE_MS.derivedIdleMs),
    meaning: 'Milliseconds without a call after which a derived session expires.',
    remedy: 'Give milliseconds, such as 300000 for five minutes.',
  },
  CROWSNEST_MAX_SESSIONS: {
    schema: wholeNumber(1, 1_000_000),
    default: '10000',
    meaning:
      "Maximum number of protocol sessions per tenant. Beyond it, the agent's own session that has been idle longest and has no running call expires.",
    remedy: 'Give a number of sessions, such as 10000.',
  },
  CROWSNEST_PAGE_SIZE: {
    schema: wholeNumber(1, 1_000_000),
    default: '1000',
    meaning: 'Maximum number of tools, prompts or resources on one page of a list.',
    remedy: 'Give a number of entries, such as 1000.',
  },
  CROWSNEST_CALL_TIMEOUT_MS: {
    schema: wholeNumber(0, LONGEST_TIMER_MS),
    default: '0',
    meaning: 'Milliseconds after which a call times out; 0 for never. A tool can set its own.',
    remedy: 'Give milliseconds, such as 30000, or 0 for no limit.',
  },
  CROWSNEST_STUCK_MS: {
    schema: wholeNumber(1, LONGEST_TIMER_MS),
    default: String(DEFAULT_STUCK_MS),
    meaning:
      'Milliseconds after which a running call counts as stuck, or ten times the last known p99 of its tool, if that is longer.',
    remedy: 'Give milliseconds, such as 60000 for a minute.',
  },
  CROWSNEST_PAYLOADS: {
    schema: oneOf(['off', 'redacted']),
    default: 'off',
    meaning:
      'Whether events include the arguments and results of calls: `off`, or `redacted` for up to 16 KiB of each, without secrets that are recognized by their name or form.',
    remedy: 'Give off or redacted.',
  },
  CROWSNEST_TOOLS_ON_CHANGE: {
    schema: oneOf(['observe', 'refuse']),
    default: 'observe',
    meaning:
      'What happens to a tool whose definition has changed: `observe` reports it as `tools:changed`, and `refuse` also withholds the tool from agents until an admin approves the new definition.',
    remedy: 'Give observe or refuse.',
  },
  CROWSNEST_DRAIN_MS: {
    schema: wholeNumber(0, LONGEST_TIMER_MS),
    default: '10000',
    meaning: 'Milliseconds that a shutdown waits for calls in flight before it cancels them.',
    remedy: 'Give milliseconds, such as 10000, or 0 to end them at once.',
  },
} as const satisfies Record<string, Variable>;
