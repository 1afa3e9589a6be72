import type { INestApplicationContext } from '@nestjs/common';
import { AdminTokens, OidcProviders } from '#admin';
import { AlertSender, AlertsProjection } from '#alerts';
import { AccessTokens, AgentKeys, ToolAccess } from '#edge';
import { RetentionRules } from '#events';
import { UpstreamRegistry } from '#gateway';
import { IngestKeys } from '#ingest';
import { QuotaRules } from '#quotas';
import { MetricsToken } from '#telemetry';
import type { Configuration } from './configuration/index.ts';

/** A part of the configuration that is applied while the server runs. */
export interface LivePart {
  /** What people call it. */
  name: string;
  /** The settings that it is read from, by their names in the file. */
  settings: readonly string[];
  /** Applies it, and returns what the log says of it. */
  apply(configuration: Configuration): string;
}

/** Every part that is applied when the file changes. Others apply from the next start on. */
export function livePartsOf(app: INestApplicationContext): LivePart[] {
  return [
    {
      name: 'admins',
      settings: ['admins', 'ADMIN_TOKENS'],
      apply({ adminTokens }) {
        app.get(AdminTokens).replaceAll(adminTokens);
        return `${adminTokens.length} tokens are valid`;
      },
    },
    {
      name: 'providers of sign-ins',
      settings: ['oidc'],
      apply({ oidc, adminTokens }) {
        app.get(OidcProviders, { strict: false }).replaceAll(oidc ?? {});
        // Also the token that the server has made itself.
        if (oidc?.tokens === 'off') app.get(AdminTokens).replaceAll(adminTokens);
        return `people sign in at ${oidc?.providers.length ?? 0}`;
      },
    },
    {
      name: 'tokens of metrics',
      settings: ['CROWSNEST_METRICS_TOKEN'],
      apply({ metricsToken }) {
        app.get(MetricsToken, { strict: false }).replaceWith(metricsToken ?? undefined);
        return metricsToken === null ? 'none is valid' : 'one is valid';
      },
    },
    {
      name: 'agents',
      settings: ['agents', 'AGENT_KEYS'],
      apply({ agentKeys, anonymousAgents }) {
        const areNeeded = agentKeys.length > 0 || anonymousAgents === 'nowhere';
        app.get(AgentKeys).replaceAll(agentKeys, { areNeeded });
        return `${agentKeys.length} keys are valid`;
      },
    },
    {
      name: 'authorization servers',
      settings: ['authorization'],
      apply({ authorization }) {
        if (authorization) app.get(AgentKeys).endAnonymity();
        app.get(AccessTokens, { strict: false }).replaceAll(authorization ?? undefined);
        return `access tokens of ${authorization?.issuers.length ?? 0} are accepted`;
      },
    },
    {
      name: 'observers',
      settings: ['observers', 'INGEST_KEYS'],
      apply({ ingestKeys }) {
        app.get(IngestKeys, { strict: false }).replaceAll(ingestKeys);
        return `${ingestKeys.length} keys are valid`;
      },
    },
    {
      name: 'limits',
      settings: ['limits'],
      apply({ quotas }) {
        app.get(QuotaRules).replaceAll(quotas);
        const tenants = Object.keys(quotas.tenants ?? {}).length;
        return `${quotas.default ? 'each agent' : 'no agent'} and ${tenants} tenants have some`;
      },
    },
    {
      name: 'tenants',
      settings: ['tenants'],
      apply({ tenants, eventTypes }) {
        app.get(RetentionRules).replaceAll({ tenants, types: eventTypes });
        const names = app.get(ToolAccess, { strict: false }).replaceAll(tenants);
        const begun =
          names.length > 0 ? `, and agents of ${names.join(', ')} begin anew with other tools` : '';
        return `${Object.keys(tenants).length} have settings of their own${begun}`;
      },
    },
    {
      name: 'types of events',
      settings: ['eventTypes'],
      apply({ tenants, eventTypes }) {
        app.get(RetentionRules).replaceAll({ tenants, types: eventTypes });
        return `${Object.keys(eventTypes).length} are stored for a shorter time`;
      },
    },
    {
      name: 'upstreams',
      settings: ['upstreams', 'mcpServers', 'CROWSNEST_UPSTREAMS'],
      apply({ upstreams }) {
        const names = app.get(UpstreamRegistry).replaceCredentials(upstreams);
        if (names.length === 0) return 'they apply from the next start on';
        return `the credentials of ${names.join(', ')} apply at once, anything else from the next start on`;
      },
    },
    {
      name: 'alerts',
      settings: ['alerts'],
      apply({ alertRules, alertReceivers }) {
        app.get(AlertSender, { strict: false }).replaceReceivers(alertReceivers);
        app.get(AlertsProjection, { strict: false }).replaceRules(alertRules);
        return `${alertRules.length} rules are watched, and ${alertReceivers.length} receivers are told`;
      },
    },
  ];
}
