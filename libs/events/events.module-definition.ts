import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { EventType } from '#contract';
import type { LogUrl } from './log/log-url.ts';
import type { InstanceFacts } from './log/membership.ts';

/** What holds for the events of one tenant. */
export interface TenantRetention {
  /** How long arguments and results are stored, in milliseconds, where that is shorter than for all tenants. */
  payloadMaxAgeMs?: number;
  /** How long its events are stored, in milliseconds, where that is shorter than for all. Not for `admin:*` events. */
  maxAgeMs?: number;
}

/** What holds for the events of one type. */
export interface TypeRetention {
  /** How long they are stored, in milliseconds, where that is shorter than for all. */
  maxAgeMs: number;
}

export interface EventsModuleOptions {
  /** `memory:`, `sqlite:PATH`, `redis://HOST:PORT` or `nats://HOST:PORT`, and what else `LogUrl` describes. */
  log: LogUrl;
  /** Maximum number of stored events. Default: 1,000,000 in a file or in NATS, 250,000 in Redis, 50,000 in memory. */
  maxEvents?: number;
  /** How long events are stored, in milliseconds. Default: seven days. */
  maxAgeMs?: number;
  /** How long arguments and results are stored, in milliseconds: at most as long as their events, as by default. */
  payloadMaxAgeMs?: number;
  /** What differs for some tenants, by their names. */
  tenants?: Readonly<Record<string, TenantRetention>>;
  /** What differs for events of some types, all but `admin:*`. */
  types?: Readonly<Partial<Record<EventType, TypeRetention>>>;
  /** How long `admin:*` events are stored for the history, in milliseconds, also after their place in the log. Default: 365 days. */
  auditMaxAgeMs?: number;
  /** Milliseconds that a start waits for a broker that is away. Default: 10,000. */
  waitMs?: number;
  /** The password for Redis, if the URL of the log has none. */
  redisPassword?: string;
  /** The password or token for NATS, if the URL of the log has none. */
  natsPassword?: string;
  /** The path of a file with the credentials of a user of NATS. */
  natsCredentials?: string;
  /** What this process tells other instances that share the log. `name` is that of the host if it is missing. */
  instance?: Partial<InstanceFacts>;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: EVENTS_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<EventsModuleOptions>().setClassMethodName('forRoot').build();
