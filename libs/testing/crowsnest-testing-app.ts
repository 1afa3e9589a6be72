import type { Server } from 'node:http';
import type { INestApplication, ModuleMetadata, NestApplicationOptions } from '@nestjs/common';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import { CrowsnestModule, type CrowsnestOptions } from '#crowsnest';

/** A bearer token that a testing application takes for an admin's, on every route of admins. */
export const TESTING_ADMIN_TOKEN = 'an-admin-token-for-tests';

/** What a suite brings along: what it would give to `Test.createTestingModule`, and what differs from the defaults. */
export interface CrowsnestTestingSetup extends ModuleMetadata {
  /** Settings of Crowsnest's modules; what is left out suits a test: a log in memory, and no waiting at the end. */
  options?: CrowsnestOptions;
  /** Puts something else in the place of a provider, as in `(builder) => builder.overrideProvider(…)…`. */
  override?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
  /** Prepares the application before it listens: global pipes, guards and the like. */
  configure?: (app: INestApplication) => void;
  /** Default: silent but for what is fatal, as suites bring failures about on purpose. */
  logger?: NonNullable<NestApplicationOptions['logger']>;
}

/**
 * An application with Crowsnest and the suite's own modules and tools, which really listens, on a free port of
 * loopback: `app.getUrl()` tells where. Close it with `app.close()`. Rejects when the application cannot start.
 */
export async function createCrowsnestTestingApp(
  setup: CrowsnestTestingSetup = {},
): Promise<INestApplication> {
  const { options, override = (builder) => builder, configure, logger = ['fatal'], ...own } = setup;
  const imports = [CrowsnestModule.forRoot(completed(options)), ...(own.imports ?? [])];
  const module = await override(Test.createTestingModule({ ...own, imports })).compile();
  const app = module.createNestApplication({ forceCloseConnections: true, logger });
  // The clients run on the event loop of the server: while the loop is busy, the server would close an idle
  // connection at the moment in which a client takes it up again.
  (app.getHttpServer() as Server).keepAliveTimeout = 0;
  configure?.(app);
  await app.listen(0, '127.0.0.1');
  return app;
}

function completed(options: CrowsnestTestingSetup['options'] = {}): CrowsnestOptions {
  const admin = { token: TESTING_ADMIN_TOKEN, name: 'admin', role: 'admin', tenantId: null } as const;
  return {
    ...options,
    events: { log: 'memory:', ...options.events },
    sessions: { protocolIdleMs: 60_000, derivedIdleMs: 60_000, ...options.sessions },
    // A suite that ends with a call in flight wants to see it ended, not waited for.
    mcp: { serverInfo: { name: 'test', version: '1.0.0' }, drainMs: 0, ...options.mcp },
    signIn: { tokens: [admin], dataDirectory: null, ...options.signIn },
  };
}
