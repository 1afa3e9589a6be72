import type { AdminToken, OidcOptions } from '#admin';
import type { AlertReceiver } from '#alerts';
import type { AlertRule, EventType } from '#contract';
import { dataDirectoryOf } from '#crowsnest';
import type { AgentKey, AuthorizationOptions, TrustedProxies } from '#edge';
import { defaultMaxEvents, type TypeRetention } from '#events';
import type { IngestKey } from '#ingest';
import type { Upstreams } from '#gateway';
import type { AgentLimitOptions } from '#mcp';
import type { QuotaOptions } from '#quotas';
import type { LogLevel } from '../logging/index.ts';
import { ConfigurationError } from './fault.ts';
import type { Members } from './members/members.ts';
import { readMembers } from './members/read-members.ts';
import type { TenantSettings } from './members/tenants.ts';
import { readValues, type Values } from './variables/read-values.ts';
import { brokenRules } from './rules.ts';
import { readSettings } from './sources.ts';
import { readUpstreams } from './upstreams.ts';

/** The checked, complete and frozen configuration of the server. It holds secrets. */
export interface Configuration {
  readonly port: number;
  readonly host: string;
  /** Those of `ADMIN_TOKENS`, and the admins of the file. */
  readonly adminTokens: readonly AdminToken[];
  /** The providers of identities; null without any. */
  readonly oidc: OidcOptions | null;
  /** Those of `AGENT_KEYS`, and the agents of the file. */
  readonly agentKeys: readonly AgentKey[];
  /** Those of `INGEST_KEYS`, and the observers of the file. */
  readonly ingestKeys: readonly IngestKey[];
  /** Where agents need no key as long as there is none: nowhere if the file has `agents` or `authorization`. */
  readonly anonymousAgents: 'loopback' | 'nowhere';
  /** The tools that agents may use, and how long payloads are stored, by tenant. */
  readonly tenants: Readonly<Record<string, TenantSettings>>;
  /** How long events of some types are stored. */
  readonly eventTypes: Readonly<Partial<Record<EventType, TypeRetention>>>;
  /** Whose access tokens agents may send. */
  readonly authorization: AuthorizationOptions | null;
  /** `memory:`, `sqlite:PATH`, `redis://HOST:PORT` or `nats://HOST:PORT`. May contain a password. */
  readonly log: string;
  readonly redisPassword: string | null;
  /** A password or a token. */
  readonly natsPassword: string | null;
  /** The path of a file. */
  readonly natsCredentials: string | null;
  /** The folder for keys and sign-outs: the folder of the log file, or `.crowsnest`. */
  readonly dataDirectory: string;
  /** Milliseconds that a start waits for a broker that is away. */
  readonly logWaitMs: number;
  readonly logMaxEvents: number;
  readonly logMaxAgeMs: number;
  /** How long what admins did is kept, in milliseconds. */
  readonly auditMaxAgeMs: number;
  /** How long payloads are kept, in milliseconds; null: as long as their events. */
  readonly payloadMaxAgeMs: number | null;
  readonly sessionIdleMs: number;
  readonly derivedIdleMs: number;
  readonly maxSessionsPerTenant: number;
  /** How many calls and streams agents may have open. */
  readonly agentLimits: Required<AgentLimitOptions>;
  /** The limits of agents and tenants. */
  readonly quotas: QuotaOptions;
  readonly pageSize: number;
  /** 0 means no time-out. */
  readonly callTimeoutMs: number;
  /** Milliseconds after which a running call counts as stuck. */
  readonly stuckMs: number;
  /** Whether tools whose definition has changed are withheld until an admin approves them. */
  readonly toolsOnChange: 'observe' | 'refuse';
  /** Whether events include arguments and results. */
  readonly payloads: 'off' | 'redacted';
  readonly drainMs: number;
  readonly maxStreams: number;
  readonly maxStreamsPerAdmin: number;
  readonly maxConnections: number;
  readonly allowedHosts: readonly string[];
  /** An origin, such as `https://watch.example.com`. */
  readonly publicUrl: string | null;
  /** The path below which all routes except the MCP endpoint are served; null for the root. */
  readonly path: string | null;
  readonly trustProxy: TrustedProxies;
  /** An origin, such as `http://10.0.0.5:3000`. */
  readonly peerUrl: string | null;
  readonly clusterSecret: string | null;
  /** The base URL of a receiver of OTLP over HTTP. */
  readonly otlpEndpoint: string | null;
  /** The page of a trace, with `{traceId}`. */
  readonly traceUrl: string | null;
  /** A bearer token that reads the metrics and nothing else. */
  readonly metricsToken: string | null;
  readonly logFormat: 'text' | 'json';
  readonly logLevel: LogLevel;
  /** The servers behind Crowsnest, by name. */
  readonly upstreams: Upstreams;
  /** What somebody should know who has written it, although it is no fault. */
  readonly warnings: readonly string[];
  /** What raises alerts. */
  readonly alertRules: readonly AlertRule[];
  /** Who is told of alerts. */
  readonly alertReceivers: readonly AlertReceiver[];
  /** Every setting that was given, by its name in the file, as it stands there or in the environment. */
  readonly given: Readonly<Record<string, unknown>>;
}

/**
 * Loads the configuration from the environment and from the file that it names. Throws a {@link ConfigurationError}
 * that holds all faults.
 */
export function loadConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const settings = readSettings(environment);
  const { values, faults } = readValues(settings.given);
  const { members, faults: faultsOfMembers } = readMembers(settings.members);
  const { faults: faultsOfUpstreams, ...behind } = readUpstreams(values, members, environment);
  const all = [
    ...settings.faults,
    ...faults,
    ...faultsOfMembers,
    ...faultsOfUpstreams,
    ...brokenRules(values, members, new Set(faults.map(({ variable }) => variable))),
  ];
  if (all.length > 0) throw new ConfigurationError(all);
  const given = { ...Object.fromEntries(settings.given), ...settings.members };
  return deepFreeze({ ...configurationOf(values as Values, members), ...behind, given });
}

function configurationOf(
  values: Values,
  members: Members,
): Omit<Configuration, 'given' | 'upstreams' | 'warnings'> {
  const { admins = [], agents, observers = [], authorization, limits = {}, oidc, alerts } = members;
  const { tenants = {}, eventTypes = {} } = members;
  const log = values.CROWSNEST_LOG;
  return {
    port: values.PORT,
    host: values.HOST,
    adminTokens: [...values.ADMIN_TOKENS.map(adminOf), ...admins],
    oidc: oidc ?? null,
    agentKeys: [...values.AGENT_KEYS, ...(agents ?? [])],
    ingestKeys: [...values.INGEST_KEYS, ...observers],
    anonymousAgents: agents || authorization ? 'nowhere' : 'loopback',
    authorization: authorization ?? null,
    tenants,
    eventTypes,
    log,
    redisPassword: values.CROWSNEST_REDIS_PASSWORD ?? null,
    natsPassword: values.CROWSNEST_NATS_PASSWORD ?? null,
    natsCredentials: values.CROWSNEST_NATS_CREDS ?? null,
    dataDirectory: dataDirectoryOf(log),
    logWaitMs: values.CROWSNEST_LOG_WAIT_MS,
    logMaxEvents: values.CROWSNEST_LOG_MAX_EVENTS ?? defaultMaxEvents(log),
    logMaxAgeMs: values.CROWSNEST_LOG_MAX_AGE_MS,
    auditMaxAgeMs: values.CROWSNEST_AUDIT_MAX_AGE_MS,
    payloadMaxAgeMs: values.CROWSNEST_PAYLOAD_MAX_AGE_MS ?? null,
    sessionIdleMs: values.CROWSNEST_SESSION_IDLE_MS,
    derivedIdleMs: values.CROWSNEST_DERIVED_IDLE_MS,
    maxSessionsPerTenant: values.CROWSNEST_MAX_SESSIONS,
    agentLimits: {
      maxCalls: values.CROWSNEST_MAX_CALLS,
      maxCallsPerPrincipal: values.CROWSNEST_MAX_CALLS_PER_PRINCIPAL,
      maxStreams: values.CROWSNEST_MAX_AGENT_STREAMS,
      maxStreamsPerPrincipal: values.CROWSNEST_MAX_AGENT_STREAMS_PER_PRINCIPAL,
      maxListens: values.CROWSNEST_MAX_LISTENS,
      maxListensPerPrincipal: values.CROWSNEST_MAX_LISTENS_PER_PRINCIPAL,
    },
    quotas: limits,
    pageSize: values.CROWSNEST_PAGE_SIZE,
    callTimeoutMs: values.CROWSNEST_CALL_TIMEOUT_MS,
    stuckMs: values.CROWSNEST_STUCK_MS,
    toolsOnChange: values.CROWSNEST_TOOLS_ON_CHANGE,
    payloads: values.CROWSNEST_PAYLOADS,
    drainMs: values.CROWSNEST_DRAIN_MS,
    maxStreams: values.CROWSNEST_MAX_STREAMS,
    maxStreamsPerAdmin: values.CROWSNEST_MAX_STREAMS_PER_ADMIN,
    maxConnections: values.CROWSNEST_MAX_CONNECTIONS,
    allowedHosts: values.CROWSNEST_ALLOWED_HOSTS,
    publicUrl: values.CROWSNEST_PUBLIC_URL ?? null,
    path: values.CROWSNEST_PATH ?? null,
    trustProxy: values.CROWSNEST_TRUST_PROXY || false,
    peerUrl: values.CROWSNEST_PEER_URL ?? null,
    clusterSecret: values.CROWSNEST_CLUSTER_SECRET ?? null,
    otlpEndpoint: values.CROWSNEST_OTLP_ENDPOINT ?? null,
    traceUrl: values.CROWSNEST_TRACE_URL ?? null,
    metricsToken: values.CROWSNEST_METRICS_TOKEN ?? null,
    logFormat: values.CROWSNEST_LOG_FORMAT,
    logLevel: values.CROWSNEST_LOG_LEVEL,
    alertRules: alerts?.rules ?? [],
    alertReceivers: alerts?.receivers ?? [],
  };
}

function adminOf(token: string, index: number): AdminToken {
  return { token, name: index === 0 ? 'admin' : `admin-${index + 1}`, role: 'admin', tenantId: null };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
