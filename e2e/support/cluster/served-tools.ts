import { randomUUID } from 'node:crypto';
import type { INestApplication, Provider } from '@nestjs/common';
import { createCrowsnestTestingApp, type CrowsnestTestingSetup } from '#testing';
import { RedisServer } from '../brokers/redis-server.ts';
import { freePort } from '../server/server-process.ts';
import { CLUSTER_SECRET } from './cluster-application.ts';
import { LoadBalancer } from './load-balancer.ts';
import { waitForAgreement } from './patient-agreement.ts';

/** Number of applications that serve, unless a suite says it. `npm run soak -- --balanced` sets it to 2. */
export const INSTANCES = Number(process.env['INSTANCES'] ?? 1);

/** Applications with the tools of a suite, which are reached at one origin. */
export interface ServedTools {
  origin: string;
  apps: readonly INestApplication[];
  close: () => Promise<void>;
}

/** Serves tools by one application, or by several with a shared log behind a load balancer. */
export async function serveTools(
  providers: Provider[],
  options: NonNullable<CrowsnestTestingSetup['options']> = {},
  instances = INSTANCES,
): Promise<ServedTools> {
  if (instances > 1) return serveTogether(providers, options, instances);
  const app = await createCrowsnestTestingApp({ providers, options });
  return { origin: await app.getUrl(), apps: [app], close: () => app.close() };
}

async function serveTogether(
  providers: Provider[],
  options: NonNullable<CrowsnestTestingSetup['options']>,
  instances: number,
): Promise<ServedTools> {
  const redis = await RedisServer.start();
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const ports: number[] = [];
  while (ports.length < instances) ports.push(await freePort());
  const log = redis.url(randomUUID());
  const join = (own: number): Promise<INestApplication> => {
    const events = { ...options.events, log, instance: { peerUrl: `http://127.0.0.1:${own}` } };
    const access = { publicUrl: origin, ...options.access };
    const together = { ...options, events, access, cluster: { secret: CLUSTER_SECRET } };
    return createCrowsnestTestingApp({ providers, port: own, options: together });
  };
  const apps = await Promise.all(ports.map(join));
  for (const app of apps) waitForAgreement(app);
  const balancer = await LoadBalancer.start(port, ports);
  const close = async (): Promise<void> => {
    await Promise.all(apps.map((app) => app.close()));
    await balancer.close();
    await redis.dispose();
  };
  return { origin, apps, close };
}
