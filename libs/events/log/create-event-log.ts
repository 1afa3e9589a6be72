import { hostname } from 'node:os';
import { BrokerEventLog } from './broker/broker-event-log.ts';
import { EmbeddedEventLog } from './embedded/embedded-event-log.ts';
import type { Retention } from './embedded/event-store.ts';
import { MemoryEventStore } from './embedded/memory-event-store.ts';
import { PunctualStore } from './embedded/punctual-store.ts';
import type { EventLog } from './event-log.ts';
import { LogError } from './log-error.ts';
import type { InstanceFacts } from './membership.ts';
import { defaultMaxEvents, engineOf, problemOfLogUrl, withoutCredentials, type LogUrl } from './log-url.ts';
import { NatsBroker } from './nats/nats-broker.ts';
import { readNatsUrl, type NatsPlace } from './nats/connection/nats-url.ts';
import { RedisBroker } from './redis/redis-broker.ts';
import { readRedisUrl } from './redis/connection/redis-url.ts';
import { SqliteEventStore } from './sqlite/sqlite-event-store.ts';

/** What a log needs besides its URL. */
export interface LogOptions extends Partial<Retention> {
  /** Milliseconds that a start waits for a broker that is away. Default: 10,000. */
  waitMs?: number | undefined;
  /** The password for Redis, if the URL has none. */
  redisPassword?: string | undefined;
  /** The password or token for NATS, if the URL has none. */
  natsPassword?: string | undefined;
  /** The path of a file with the credentials of a user of NATS. */
  natsCredentials?: string | undefined;
  /** What this process tells other instances that share the log. */
  instance?: Partial<InstanceFacts> | undefined;
}

/** As when the server and its broker are started together. */
const DEFAULT_WAIT_MS = 10_000;
const DEFAULT_MAX_AGE_MS = 7 * 24 * 3_600_000;

/** Creates the engine for a log URL, without opening it. Throws a `LogError` if no engine supports the URL. */
export function createEventLog(url: LogUrl, options: LogOptions = {}): EventLog {
  const { maxAgeMs = DEFAULT_MAX_AGE_MS, maxEvents = defaultMaxEvents(url) } = options;
  const { waitMs = DEFAULT_WAIT_MS } = options;
  const facts = { name: hostname(), version: '', ...options.instance };
  const { payloadMaxAgeMs, auditMaxAgeMs } = options;
  const retention = { maxEvents, maxAgeMs, payloadMaxAgeMs, auditMaxAgeMs };
  const engine = engineOf(url);
  const problem = problemOfLogUrl(url);
  if (engine === undefined || problem !== undefined) throw unsupported(url, problem);
  switch (engine) {
    case 'memory':
      return new EmbeddedEventLog(new MemoryEventStore(retention));
    case 'sqlite':
      return new EmbeddedEventLog(
        new PunctualStore(new SqliteEventStore(url.slice('sqlite:'.length), retention)),
      );
    case 'redis':
      return new BrokerEventLog(
        new RedisBroker(readRedisUrl(url, options.redisPassword), retention),
        facts,
        waitMs,
      );
    default:
      return new BrokerEventLog(new NatsBroker(natsPlaceOf(url, options), retention), facts, waitMs);
  }
}

function natsPlaceOf(url: LogUrl, { natsPassword, natsCredentials }: LogOptions): NatsPlace {
  return readNatsUrl(url, { password: natsPassword, credentials: natsCredentials });
}

function unsupported(url: LogUrl, problem = 'names no engine'): LogError {
  const message = `The event log "${withoutCredentials(url)}" ${problem}: use memory:, sqlite:PATH, redis://HOST:PORT, redis+sentinel://HOST:PORT/MASTER, redis+cluster://HOST:PORT or nats://HOST:PORT.`;
  return new LogError('LOG_UNSUPPORTED', message);
}
