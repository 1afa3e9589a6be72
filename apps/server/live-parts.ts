import type { INestApplicationContext } from '@nestjs/common';
import { AdminTokens } from '#admin';
import { AlertSender, AlertsProjection } from '#alerts';
import { AgentKeys } from '#edge';
import { UpstreamRegistry } from '#gateway';
import { IngestKeys } from '#ingest';
import { QuotaRules } from '#quotas';
import type { Configuration } from './configuration/index.ts';

/** A part of the configuration that is applied while the server runs. */
export interface LivePart {
  /** What people call it. */
  name: string;
  settings: readonly (keyof Configuration)[];
  /** Applies it, and returns what the log says of it. */
  apply(configuration: Configuration): string;
}

/** Every part that is applied when the file changes. Others apply from the next start on. */
export function livePartsOf(app: INestApplicationContext): LivePart[] {
  return [
    {
      name: 'admins',
      settings: ['adminTokens'],
      apply({ adminTokens }) {
        app.get(AdminTokens).replaceAll(adminTokens);
        return `${adminTokens.length} tokens are valid`;
      },
    },
    {
      name: 'agents',
      settings: ['agentKeys'],
      apply({ agentKeys }) {
        app.get(AgentKeys).replaceAll(agentKeys);
        return `${agentKeys.length} keys are valid`;
      },
    },
    {
      name: 'observers',
      settings: ['ingestKeys'],
      apply({ ingestKeys }) {
        app.get(IngestKeys, { strict: false }).replaceAll(ingestKeys);
        return `${ingestKeys.length} keys are valid`;
      },
    },
    {
      name: 'limits',
      settings: ['quotas'],
      apply({ quotas }) {
        app.get(QuotaRules).replaceAll(quotas);
        const tenants = Object.keys(quotas.tenants ?? {}).length;
        return `${quotas.default ? 'each agent' : 'no agent'} and ${tenants} tenants have some`;
      },
    },
    {
      name: 'upstreams',
      settings: ['upstreams'],
      apply({ upstreams }) {
        const names = app.get(UpstreamRegistry).replaceCredentials(upstreams);
        if (names.length === 0) return 'they apply from the next start on';
        return `the credentials of ${names.join(', ')} apply at once, anything else from the next start on`;
      },
    },
    {
      name: 'alerts',
      settings: ['alertRules', 'alertReceivers'],
      apply({ alertRules, alertReceivers }) {
        app.get(AlertSender, { strict: false }).replaceReceivers(alertReceivers);
        app.get(AlertsProjection, { strict: false }).replaceRules(alertRules);
        return `${alertRules.length} rules are watched, and ${alertReceivers.length} receivers are told`;
      },
    },
  ];
}
