import { DEFAULT_LOG } from '#crowsnest';
import { withoutCredentials } from '#events';
import { text, wholeNumber } from './plain-values.ts';
import { log } from './values.ts';
import type { Variable } from './variable.ts';

const DAY_MS = 86_400_000;
/** The longest time of a timer: 24 days. */
export const LONGEST_WAIT_MS = 2_147_483_647;
const TEN_YEARS_MS = 3_650 * DAY_MS;

/** Where events are stored, and for how long. */
export const LOG = {
  CROWSNEST_LOG: {
    schema: log,
    default: DEFAULT_LOG,
    shown: withoutCredentials,
    meaning:
      'Where events are stored: `sqlite:PATH`, `redis://HOST:PORT`, `redis+sentinel://HOST:PORT,HOST:PORT/MASTER` or `redis+cluster://HOST:PORT,HOST:PORT` (`rediss` instead of `redis` for TLS), `nats://HOST:PORT` (`tls:` for TLS), or `memory:` until the process ends. Several servers may share a log in Redis or NATS. `?prefix=NAME` keeps several logs in one broker apart, and `?replicas=3` stores a log on three servers of a NATS cluster.',
    remedy:
      'Use sqlite:PATH, such as CROWSNEST_LOG=sqlite:.crowsnest/events.db, redis://USER:PASSWORD@HOST:PORT/DATABASE?prefix=NAME, redis+sentinel://USER:PASSWORD@HOST:PORT,HOST:PORT/MASTER/DATABASE?prefix=NAME, redis+cluster://USER:PASSWORD@HOST:PORT,HOST:PORT/?prefix=NAME or nats://USER:PASSWORD@HOST:PORT,HOST:PORT/?prefix=NAME, of which only one host is required, or memory:.',
  },
  CROWSNEST_REDIS_PASSWORD: {
    schema: text('is not one text'),
    secret: true,
    meaning: 'The password for Redis, if the URL of the log has none.',
    remedy: 'Give the password as one text.',
  },
  CROWSNEST_NATS_PASSWORD: {
    schema: text('is not one text'),
    secret: true,
    meaning:
      'The password for NATS, if the URL of the log has a user without one. A token, if the URL has no user.',
    remedy: 'Give the password or the token as one text.',
  },
  CROWSNEST_NATS_CREDS: {
    schema: text('is not one text'),
    meaning: 'The path of a file with the credentials (`.creds`) of a user of NATS.',
    remedy: 'Give the path of one file.',
  },
  CROWSNEST_LOG_WAIT_MS: {
    schema: wholeNumber(0, LONGEST_WAIT_MS),
    default: '10000',
    meaning:
      'Milliseconds that a start waits for a Redis or NATS server that cannot be reached. `crowsnest serve --wait` waits as long as it takes.',
    remedy: 'Give milliseconds, such as 10000 for ten seconds.',
  },
  CROWSNEST_LOG_MAX_EVENTS: {
    schema: wholeNumber(1, 1_000_000_000),
    meaning:
      'Maximum number of events in the log. Default: 1,000,000 in a file or in NATS, 250,000 in Redis, 50,000 in memory.',
    remedy: 'Give a number of events, such as 1000000.',
  },
  CROWSNEST_LOG_MAX_AGE_MS: {
    schema: wholeNumber(1, TEN_YEARS_MS),
    default: String(7 * DAY_MS),
    meaning: 'Maximum age of events in the log, in milliseconds. Default: seven days.',
    remedy: 'Give milliseconds, such as 604800000 for seven days.',
  },
  CROWSNEST_PAYLOAD_MAX_AGE_MS: {
    schema: wholeNumber(1, TEN_YEARS_MS),
    meaning:
      'Maximum age of arguments and results in the log, in milliseconds, if it is shorter than that of their events. Default: the age of the events.',
    remedy: 'Give milliseconds, such as 86400000 for a day.',
  },
  CROWSNEST_AUDIT_MAX_AGE_MS: {
    schema: wholeNumber(1, TEN_YEARS_MS),
    default: String(365 * DAY_MS),
    meaning:
      'Maximum age of `admin:*` events in the history, in milliseconds, even after the log has dropped them. Default: 365 days.',
    remedy: 'Give milliseconds, such as 31536000000 for 365 days.',
  },
} as const satisfies Record<string, Variable>;
