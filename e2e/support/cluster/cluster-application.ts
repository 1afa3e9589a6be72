import type { INestApplication, Provider } from '@nestjs/common';
import type { IngestModuleOptions } from '#ingest';
import type { CrowsnestOptions } from '#crowsnest';
import type { QuotaOptions } from '#quotas';
import { createCrowsnestTestingApp } from '#testing';
import { freePort } from '../server/server-process.ts';

/** What the instances of a suite trust each other by. */
export const CLUSTER_SECRET = 'a-secret-of-all-instances';

/** The key of the suite's agents, and that of somebody else. */
export const KEYS = { acme: 'acme-key-of-the-suite', globex: 'globex-key-of-the-suite' };

/** An instance in the process of the suite. */
export interface ClusterApplication {
  app: INestApplication;
  origin: string;
}

/** How an instance differs from those of other suites. */
export interface ClusterOptions {
  /** By default one that is free. */
  port?: number;
  /** Where the others reach it. By default it listens there. */
  peerUrl?: string;
  derivedIdleMs?: number;
  maxSessionsPerTenant?: number;
  quotas?: QuotaOptions;
  ingest?: IngestModuleOptions;
  tools?: NonNullable<CrowsnestOptions['tools']>;
  /** How long events of some tenants are stored. */
  tenants?: NonNullable<NonNullable<CrowsnestOptions['events']>['tenants']>;
  upstreams?: NonNullable<CrowsnestOptions['upstreams']>;
  /** Whether the upstreams are at the endpoint itself. */
  standalone?: boolean;
}

/** Starts an instance on a log that others share. */
export async function joinCluster(
  log: string,
  providers: Provider[],
  options: ClusterOptions = {},
): Promise<ClusterApplication> {
  const { peerUrl, derivedIdleMs = 60_000, maxSessionsPerTenant = 100, quotas = {}, ingest = {} } = options;
  const { tools = {}, tenants = {}, upstreams = {}, standalone = false } = options;
  const port = options.port ?? (await freePort());
  const origin = `http://127.0.0.1:${port}`;
  const agentKeys = Object.entries(KEYS).map(([tenantId, key]) => ({ tenantId, key }));
  const app = await createCrowsnestTestingApp({
    providers,
    port,
    options: {
      events: { log, tenants, instance: { peerUrl: peerUrl ?? origin } },
      cluster: { secret: CLUSTER_SECRET },
      sessions: { protocolIdleMs: 60_000, derivedIdleMs },
      mcp: { agentKeys, maxSessionsPerTenant },
      quotas,
      ingest,
      tools,
      upstreams,
      standalone,
    },
  });
  return { app, origin };
}
