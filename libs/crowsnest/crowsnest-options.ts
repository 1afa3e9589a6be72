import type { AdminModuleOptions, DashboardOptions, SignInOptions } from '#admin';
import type { AlertsModuleOptions } from '#alerts';
import type { AccessOptions } from '#edge';
import type { EventsModuleOptions } from '#events';
import type { IngestModuleOptions } from '#ingest';
import type { GatewayModuleOptions, Upstreams } from '#gateway';
import type { McpModuleOptions } from '#mcp';
import type { QuotaOptions } from '#quotas';
import type { SessionsModuleOptions } from '#sessions';
import type { StatsModuleOptions } from '#stats';
import type { TelemetryModuleOptions } from '#telemetry';
import type { ToolsModuleOptions } from '#tools';

/** The options of several instances that share a log. */
export interface ClusterOptions {
  /** The same text of 16 characters or more in every instance. It also signs the cookies of admins. */
  secret?: string;
}

/** The options of `CrowsnestModule`. Every one has a default. */
export interface CrowsnestOptions {
  /**
   * The path of all routes except the MCP endpoint, such as `/ops`. Default: the root, where the application's own
   * routes take precedence.
   */
  path?: string;
  /**
   * Whether the application serves only Crowsnest. Then Crowsnest answers every URL, and `/` redirects to the console.
   * Default: false.
   */
  standalone?: boolean;
  /** The log of events. Default: `sqlite:.crowsnest/events.db`. */
  events?: Partial<EventsModuleOptions>;
  /** When sessions expire. Default: 30 minutes without a message; derived ones 5 minutes without a call. */
  sessions?: Partial<SessionsModuleOptions>;
  /** `globalEnhancers` is an option of `mcp`. */
  tools?: Omit<ToolsModuleOptions, 'globalEnhancers'>;
  /** The MCP endpoint: its path, its agents' keys, its limits. */
  mcp?: Partial<McpModuleOptions>;
  /**
   * MCP servers behind Crowsnest, by name. Each is served at its own path below the MCP endpoint, such as `/mcp/files`.
   * In a standalone application they replace its own tools: the endpoint serves a single server directly, and several
   * together, with tools named `NAME__tool`. Default: none.
   */
  upstreams?: Upstreams;
  /**
   * Limits of calls, sessions and bytes of arguments, for each agent and for all agents of a tenant together. Default:
   * none; `mcp.limits` applies in any case.
   */
  quotas?: QuotaOptions;
  access?: AccessOptions;
  /**
   * The tokens of admins. Default: Crowsnest generates one, stores it beside the log and prints it once the application
   * listens.
   */
  signIn?: Partial<SignInOptions>;
  /** When a running call counts as stuck. Default: after a minute. */
  stats?: StatsModuleOptions;
  /**
   * The secret with which the instances of a shared log trust each other. `events.instance.peerUrl` is where they reach
   * each other.
   */
  cluster?: ClusterOptions;
  admin?: AdminModuleOptions;
  dashboard?: DashboardOptions;
  /** The keys of observers outside, which send events of other servers. Default: none. */
  ingest?: IngestModuleOptions;
  /** What raises alerts. Default: nothing. */
  alerts?: AlertsModuleOptions;
  /** Who reads the metrics, besides admins of all tenants. */
  telemetry?: TelemetryModuleOptions;
}

/** The options of every module. */
export interface CompleteOptions extends CrowsnestOptions {
  events: EventsModuleOptions;
  sessions: SessionsModuleOptions;
  tools: ToolsModuleOptions;
  mcp: McpModuleOptions;
  quotas: QuotaOptions;
  access: AccessOptions;
  signIn: SignInOptions;
  stats: StatsModuleOptions;
  admin: AdminModuleOptions;
  dashboard: DashboardOptions;
  ingest: IngestModuleOptions;
  alerts: AlertsModuleOptions;
  telemetry: TelemetryModuleOptions;
  gateway: GatewayModuleOptions;
}
