import { DEFAULT_IDLE_MS, DEFAULT_LOG } from '#crowsnest';
import { DEFAULT_AGENT_LIMITS } from '#mcp';
import { LONGEST_TIMER_MS, oneOf, wholeNumber, type Given, type ValueSchema } from './plain-values.ts';
import { adminTokens, agentKeys, host, hostnames, log, path, publicUrl, trustProxy } from './values.ts';

/** One variable of the configuration, as the environment, the file and the README know it. */
export interface Variable<T = unknown> {
  schema: ValueSchema<T>;
  /** What it is when it is not set; without one it has no value. */
  default?: Given;
  /** What the README says of it. */
  meaning: string;
  /** How to correct a wrong value. */
  remedy: string;
  /** Whether messages must never show its value. */
  secret?: true;
}

const DAY_MS = 86_400_000;
const TEN_YEARS_MS = 3_650 * DAY_MS;

/** Every variable. This table is the only one: parsing, the list of known names and the README follow it. */
export const VARIABLES = {
  PORT: {
    schema: wholeNumber(0, 65_535),
    default: '3000',
    meaning: 'The port to listen on; 0 picks a free one.',
    remedy: 'Give a port, such as PORT=3000, or 0 for any that is free.',
  },
  HOST: {
    schema: host,
    default: '127.0.0.1',
    meaning:
      'The address to listen on. An address other than loopback requires `AGENT_KEYS` and `ADMIN_TOKENS`.',
    remedy: 'Give an address without brackets, port or zone, such as HOST=127.0.0.1 or HOST=0.0.0.0.',
  },
  ADMIN_TOKENS: {
    schema: adminTokens,
    default: [],
    secret: true,
    meaning:
      'The bearer tokens of admins, each of 16 characters or more beyond loopback. Without any, the server generates one and prints a sign-in link.',
    remedy: 'Give a comma list of tokens; `openssl rand -hex 32` makes a good one.',
  },
  AGENT_KEYS: {
    schema: agentKeys,
    default: [],
    secret: true,
    meaning:
      'The bearer keys of agents as `tenant=key`, each of 16 characters or more beyond loopback. Without any, agents on this machine are anonymous and belong to the tenant `default`.',
    remedy: 'Give a comma list such as AGENT_KEYS=acme=KEY1,globex=KEY2; keys must differ.',
  },
  CROWSNEST_LOG: {
    schema: log,
    default: DEFAULT_LOG,
    meaning: 'Where events are stored: `sqlite:PATH`, or `memory:` until the process ends.',
    remedy: 'Use sqlite:PATH, such as CROWSNEST_LOG=sqlite:.crowsnest/events.db, or memory:.',
  },
  CROWSNEST_LOG_MAX_EVENTS: {
    schema: wholeNumber(1, 1_000_000_000),
    meaning: 'Maximum number of events in the log. Default: 1,000,000 in a file, 50,000 in memory.',
    remedy: 'Give a number of events, such as 1000000.',
  },
  CROWSNEST_LOG_MAX_AGE_MS: {
    schema: wholeNumber(1, TEN_YEARS_MS),
    default: String(7 * DAY_MS),
    meaning: 'Maximum age of events in the log, in milliseconds. Default: seven days.',
    remedy: 'Give milliseconds, such as 604800000 for seven days.',
  },
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
      "Maximum number of protocol sessions per tenant. Beyond it an agent's own longest idle session without a running call gives way.",
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
  CROWSNEST_PAYLOADS: {
    schema: oneOf(['off', 'redacted']),
    default: 'off',
    meaning:
      'Whether events include the arguments and results of calls: `off`, or `redacted` for up to 16 KiB of each, without secrets that are recognized by their name or form.',
    remedy: 'Give off or redacted.',
  },
  CROWSNEST_DRAIN_MS: {
    schema: wholeNumber(0, LONGEST_TIMER_MS),
    default: '10000',
    meaning: 'Milliseconds that a shutdown waits for calls in flight before it cancels them.',
    remedy: 'Give milliseconds, such as 10000, or 0 to end them at once.',
  },
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
    meaning: 'Maximum number of streams that agents open by GET. Further ones are answered with 503.',
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
  CROWSNEST_ALLOWED_HOSTS: {
    schema: hostnames,
    default: [],
    meaning: 'Additional host names at which clients reach the server, and whose pages may use it.',
    remedy: 'Give a comma list of host names, such as watch.example.com,10.0.0.5.',
  },
  CROWSNEST_PUBLIC_URL: {
    schema: publicUrl,
    meaning: 'The URL of the console when the server is behind a proxy.',
    remedy: 'Give only the scheme, host and port, such as https://watch.example.com.',
  },
  CROWSNEST_PATH: {
    schema: path,
    meaning: 'The path of all routes except `/mcp`, such as `/ops`. Default: the root.',
    remedy: 'Give a path of letters, digits and . _ ~ -, such as /ops.',
  },
  CROWSNEST_TRUST_PROXY: {
    schema: trustProxy,
    meaning:
      'The proxies whose `X-Forwarded-*` headers are trusted: their number, or a comma list of addresses, networks, `loopback`, `linklocal` and `uniquelocal`.',
    remedy: 'Give the number of proxies, such as 1, or their addresses, such as loopback,10.0.0.0/8.',
  },
} as const satisfies Record<string, Variable>;

/** The variable that names the file with the others. It stands in the environment alone. */
export const FILE_VARIABLE = {
  name: 'CROWSNEST_CONFIG',
  meaning:
    'A JSON file with any of these settings under the same names; lists may be arrays. The environment takes precedence.',
} as const;

export type VariableName = keyof typeof VARIABLES;

/** The names of all variables but {@link FILE_VARIABLE}'s. */
export const VARIABLE_NAMES = Object.keys(VARIABLES) as VariableName[];
