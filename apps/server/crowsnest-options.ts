import type { CrowsnestOptions } from '#crowsnest';
import type { Configuration } from './configuration/index.ts';

/** Converts the configuration of the server into the options of its modules. */
export function crowsnestOptions(configuration: Configuration): CrowsnestOptions {
  const { host, log, logMaxEvents, logMaxAgeMs, sessionIdleMs, derivedIdleMs, callTimeoutMs } = configuration;
  const { agentKeys, maxSessionsPerTenant, allowedHosts, publicUrl, trustProxy } = configuration;
  const { maxStreams, maxStreamsPerAdmin, path, redisPassword, natsPassword, natsCredentials } =
    configuration;
  const { peerUrl, clusterSecret, metricsToken, payloadMaxAgeMs, oidc } = configuration;
  const { otlpEndpoint, traceUrl } = configuration;
  return {
    standalone: true,
    ...(path !== null && { path }),
    events: {
      log,
      maxEvents: logMaxEvents,
      maxAgeMs: logMaxAgeMs,
      auditMaxAgeMs: configuration.auditMaxAgeMs,
      tenants: configuration.tenants,
      types: configuration.eventTypes,
      ...(payloadMaxAgeMs !== null && { payloadMaxAgeMs }),
      waitMs: configuration.logWaitMs,
      ...(redisPassword !== null && { redisPassword }),
      ...(natsPassword !== null && { natsPassword }),
      ...(natsCredentials !== null && { natsCredentials }),
      ...(peerUrl !== null && { instance: { peerUrl } }),
    },
    sessions: { protocolIdleMs: sessionIdleMs, derivedIdleMs },
    tools: {
      callTimeoutMs,
      payloads: { mode: configuration.payloads },
      onChange: configuration.toolsOnChange,
    },
    mcp: {
      agentKeys,
      tenants: configuration.tenants,
      ...(configuration.authorization !== null && { authorization: configuration.authorization }),
      maxSessionsPerTenant,
      limits: configuration.agentLimits,
      pageSize: configuration.pageSize,
      drainMs: configuration.drainMs,
    },
    upstreams: configuration.upstreams,
    quotas: configuration.quotas,
    ingest: { keys: configuration.ingestKeys },
    access: { host, allowedHosts, publicUrl, trustProxy, anonymousAgents: configuration.anonymousAgents },
    signIn: {
      tokens: configuration.adminTokens,
      dataDirectory: configuration.dataDirectory,
      ...(oidc !== null && { oidc }),
      ...(traceUrl !== null && { traceUrl }),
    },
    stats: { stuckMs: configuration.stuckMs },
    ...(clusterSecret !== null && { cluster: { secret: clusterSecret } }),
    admin: { maxStreams, maxStreamsPerAdmin },
    alerts: { rules: configuration.alertRules, receivers: configuration.alertReceivers },
    telemetry: {
      ...(metricsToken !== null && { metricsToken }),
      ...(otlpEndpoint !== null && { otlpEndpoint }),
    },
  };
}
