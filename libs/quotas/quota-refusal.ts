import { EdgeError, tooMany } from '#edge';
import type { LimitName } from '#contract';
import type { Quota } from './quota.ts';

/** Seconds after which an agent with too many calls or sessions may try again. */
const RETRY_CALL_S = 1;
const RETRY_SESSION_S = 10;

const CODES: Record<Exclude<LimitName, 'argumentBytes'>, string> = {
  callsPerMinute: 'TOO_MANY_CALLS',
  callsAtOnce: 'TOO_MANY_CALLS',
  sessions: 'TOO_MANY_SESSIONS',
  argumentBytesPerMinute: 'TOO_MANY_ARGUMENT_BYTES',
};

/** What the owner of a limit may do. */
const RIGHTS: Record<LimitName, (max: number) => string> = {
  callsPerMinute: (max) => `make ${max} calls a minute`,
  callsAtOnce: (max) => `have ${max} calls in flight`,
  sessions: (max) => `have ${max} open sessions`,
  argumentBytesPerMinute: (max) => `send ${max} bytes of arguments a minute`,
  argumentBytes: (max) => `send ${max} bytes of arguments in a call`,
};

/**
 * The refusal of a request that is beyond a limit: 429, or 413 for a call whose arguments are too large at any time.
 * `msLeft` is the time until the window of the limit ends, in milliseconds.
 */
export function quotaRefusal(quota: Quota, msLeft = 0): EdgeError {
  const message = rightOf(quota);
  switch (quota.limit) {
    case 'argumentBytes':
      return tooLargeRefusal(quota);
    case 'callsAtOnce':
      return tooMany(CODES[quota.limit], message, RETRY_CALL_S);
    case 'sessions':
      return tooMany(CODES[quota.limit], `${message} End one with DELETE.`, RETRY_SESSION_S);
    default:
      return tooMany(CODES[quota.limit], message, Math.max(1, Math.ceil(msLeft / 1_000)));
  }
}

/** The refusal of a request whose arguments are larger than what may be sent in a minute. */
export function tooLargeRefusal(quota: Quota): EdgeError {
  return new EdgeError(413, 'ARGUMENTS_TOO_LARGE', `${rightOf(quota)} Send less.`);
}

function rightOf({ scope, name, limit, max }: Quota): string {
  const owner = scope === 'tenant' ? `All agents of tenant ${name} together` : `Agent ${name}`;
  return `${owner} may ${RIGHTS[limit](max)} (${limit}).`;
}
