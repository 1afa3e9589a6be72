import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import type { INestApplication, Provider } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { CrowsnestModule, type CrowsnestOptions } from '#crowsnest';
import { ADMIN_TOKEN } from './server-process.ts';

type PartialOptions = { [K in keyof CrowsnestOptions]?: Partial<CrowsnestOptions[K]> };

export interface TestApplication {
  app: INestApplication;
  origin: string;
}

/** Crowsnest with tools of the test's own, in this process, really listening. */
export async function startApplication(
  tools: Provider[],
  options: PartialOptions = {},
  configure: (app: INestApplication) => void = () => {},
): Promise<TestApplication> {
  const admin = { token: ADMIN_TOKEN, name: 'admin', role: 'admin', tenantId: null } as const;
  const all: CrowsnestOptions = {
    events: { log: 'memory:', ...options.events },
    sessions: { protocolIdleMs: 60_000, derivedIdleMs: 60_000, ...options.sessions },
    tools: { ...options.tools },
    // A test that ends with a call in flight wants to see it ended, not waited for.
    mcp: { serverInfo: { name: 'test', version: '1.0.0' }, drainMs: 0, ...options.mcp },
    access: { host: '127.0.0.1', ...options.access },
    signIn: { tokens: [admin], dataDirectory: null, ...options.signIn },
    admin: { ...options.admin },
    dashboard: { ...options.dashboard },
  };
  const module = await Test.createTestingModule({
    imports: [CrowsnestModule.forRoot(all)],
    providers: tools,
  }).compile();
  const app = module.createNestApplication({ forceCloseConnections: true, logger: ['fatal'] });
  configure(app);
  await app.listen(0, '127.0.0.1');
  const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
  return { app, origin: `http://127.0.0.1:${port}` };
}
