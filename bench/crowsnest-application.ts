import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INestApplication, Type } from '@nestjs/common';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import { CrowsnestModule } from '#crowsnest';
import { loadConfiguration } from '../apps/server/configuration/index.ts';
import { crowsnestOptions } from '../apps/server/crowsnest-options.ts';
import { ADMIN_TOKEN } from './crowsnest-access.ts';

export interface CrowsnestSetup {
  /** `memory:` or `sqlite:PATH`. */
  log: string;
  /** Number of events that the log keeps; undefined for the default. */
  maxEvents?: number | undefined;
  /** The port to listen on. Default: a free one. */
  port?: number;
  tools?: Type[];
  /** Further settings, as the environment of a server has them. */
  environment?: Record<string, string>;
  /** Replaces a part of the application. */
  change?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
}

/** Starts Crowsnest with its default settings on a free loopback port. */
export async function startCrowsnest(
  setup: CrowsnestSetup,
): Promise<{ app: INestApplication; port: number }> {
  const {
    log,
    maxEvents,
    port: wanted = 0,
    tools = [],
    environment = {},
    change = (builder) => builder,
  } = setup;
  const configuration = loadConfiguration({
    ADMIN_TOKENS: ADMIN_TOKEN,
    CROWSNEST_LOG: log,
    ...environment,
    ...(maxEvents !== undefined && { CROWSNEST_LOG_MAX_EVENTS: String(maxEvents) }),
  });
  const crowsnest = CrowsnestModule.forRoot(crowsnestOptions(configuration));
  const builder = change(Test.createTestingModule({ imports: [crowsnest], providers: tools }));
  const module = await builder.compile();
  const app = module.createNestApplication({ forceCloseConnections: true, logger: ['fatal', 'error'] });
  await app.listen(wanted, '127.0.0.1');
  return { app, port: ((app.getHttpServer() as Server).address() as AddressInfo).port };
}
