import type { Server } from 'node:http';
import type { INestApplication, ModuleMetadata, NestApplicationOptions } from '@nestjs/common';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import { CrowsnestModule, type CrowsnestOptions } from '#crowsnest';

/** The bearer token of the admin of a testing application. */
export const TESTING_ADMIN_TOKEN = 'an-admin-token-for-tests';

/** The metadata of a suite, as for `Test.createTestingModule`, and its changes to the defaults. */
export interface CrowsnestTestingSetup extends ModuleMetadata {
  /** Options of Crowsnest. The defaults suit tests: the log is in memory, and shutdown does not wait for calls. */
  options?: CrowsnestOptions;
  /** The port to listen on. Default: a free one. */
  port?: number;
  /** Replaces providers, as in `(builder) => builder.overrideProvider(…)…`. */
  override?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
  /** Prepares the application before it listens: global pipes, guards and the like. */
  configure?: (app: INestApplication) => void;
  /** Default: logs only fatal errors, because suites cause failures on purpose. */
  logger?: NonNullable<NestApplicationOptions['logger']>;
}

/**
 * Creates an application with Crowsnest and the suite's own modules and tools. It listens on a free port of the
 * loopback address, which `app.getUrl()` returns. Close it with `app.close()`. Rejects if the application cannot start.
 */
export async function createCrowsnestTestingApp(
  setup: CrowsnestTestingSetup = {},
): Promise<INestApplication> {
  const { options, override = (builder) => builder, configure, port = 0, logger = ['fatal'], ...own } = setup;
  const imports = [CrowsnestModule.forRoot(completed(options)), ...(own.imports ?? [])];
  const module = await override(Test.createTestingModule({ ...own, imports })).compile();
  const app = module.createNestApplication({ forceCloseConnections: true, logger });
  // Clients share the event loop with the server. After a busy turn, the server would close an idle connection just as
  // a client reuses it.
  (app.getHttpServer() as Server).keepAliveTimeout = 0;
  configure?.(app);
  await app.listen(port, '127.0.0.1');
  return app;
}

function completed(options: CrowsnestTestingSetup['options'] = {}): CrowsnestOptions {
  const admin = { token: TESTING_ADMIN_TOKEN, name: 'admin', role: 'admin', tenantId: null } as const;
  return {
    ...options,
    events: { log: 'memory:', ...options.events },
    sessions: { protocolIdleMs: 60_000, derivedIdleMs: 60_000, ...options.sessions },
    // A call that is still in flight when a suite ends is cancelled at once.
    mcp: { serverInfo: { name: 'test', version: '1.0.0' }, drainMs: 0, ...options.mcp },
    signIn: { tokens: [admin], dataDirectory: null, ...options.signIn },
  };
}
