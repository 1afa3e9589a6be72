import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CrowsnestModule, type CrowsnestOptions } from '#crowsnest';
import { AskingTools } from './asking.tools.ts';
import { ContentTools } from './content.tools.ts';
import { InputRequiredTools } from './input-required.tools.ts';
import { NotifyingTools } from './notifying.tools.ts';
import { SchemaTools } from './schema.tools.ts';
import { TestPrompts } from './test.prompts.ts';
import { TestResources } from './test.resources.ts';

/** The options of a server under test. */
export const OPTIONS: CrowsnestOptions = {
  events: { log: 'memory:' },
  sessions: { protocolIdleMs: 60_000, derivedIdleMs: 60_000 },
  mcp: { serverInfo: { name: 'crowsnest-conformance', version: '1.0.0' } },
  access: { host: '127.0.0.1' },
  signIn: {
    tokens: [{ token: 'nobody-signs-in-during-conformance', name: 'admin', role: 'admin', tenantId: null }],
    dataDirectory: null,
  },
};

@Module({
  imports: [CrowsnestModule.forRoot(OPTIONS)],
  providers: [
    AskingTools,
    ContentTools,
    InputRequiredTools,
    NotifyingTools,
    SchemaTools,
    TestPrompts,
    TestResources,
  ],
})
class FixtureModule {}

/** Starts a server with everything that the suite expects, and resolves with its endpoint. */
export async function startFixtureServer(): Promise<{ app: INestApplication; url: string }> {
  const app = await NestFactory.create(FixtureModule, { forceCloseConnections: true, logger: ['fatal'] });
  await app.listen(0, '127.0.0.1');
  const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}/mcp` };
}
