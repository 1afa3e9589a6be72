import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { Client as NewerClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as NewerStdioTransport } from '@modelcontextprotocol/client/stdio';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { connectLegacyClient, connectModernClient, unpairedCalls } from '#testing';
import { INGEST_KEYS, INGEST_OPTION } from '../support/ingest/outside-source.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';
import { emptyProject } from './support/empty-project.ts';
import { OBSERVE_TARBALL } from './support/observe-tarball.ts';
import { ObservedProcess } from './support/observed-process.ts';
import { run } from './support/run.ts';
import { eventsToldBy } from './support/told-events.ts';

/** What owners of servers have, on both lines of the SDK. */
const PACKAGES = [
  '@modelcontextprotocol/sdk@1.32.2',
  '@modelcontextprotocol/server@2.4.0',
  '@modelcontextprotocol/node@2.1.2',
  'express@5.3.0',
  'fastify@5.12.8',
  'hono@4.13.19',
  '@hono/node-server@2.1.9',
  'zod@4.6.7',
];

/** The lines, each with the agents that speak to it, and the sessions that they have. */
const LINES = [
  { sdk: 'SDK v1', line: 'older', origin: 'protocol', connect: connectLegacyClient },
  { sdk: 'SDK v2', line: 'newer', origin: 'derived', connect: connectModernClient },
] as const;

const OVER_HTTP = LINES.flatMap((line) =>
  ['express', 'fastify', 'hono'].map((framework) => ({ ...line, framework })),
);

/** The calls of the client: one that succeeds, and one that fails. */
async function callTwice(client: Pick<NewerClient, 'callTool'>): Promise<void> {
  const order = (number: string) => client.callTool({ name: 'get_order', arguments: { number } });
  expect(await order('A-1')).toMatchObject({ content: [{ text: expect.stringContaining('shipped') }] });
  expect(await order('B-9')).toMatchObject({ isError: true });
}

describe('a server in a project of its own, with the package of the observer,', () => {
  let crowsnest: TestApplication;
  let folder: string;

  beforeAll(async () => {
    crowsnest = await startApplication([], { ingest: INGEST_OPTION });
    folder = await emptyProject();
    await run({ folder }, 'npm', ['install', OBSERVE_TARBALL, ...PACKAGES]);
    await cp('e2e/package/observed', folder, { recursive: true });
  });

  afterAll(() => crowsnest.app.close());

  const environment = (name: string) => ({
    PATH: process.env['PATH'] ?? '',
    SERVER_NAME: name,
    CROWSNEST_URL: crowsnest.origin,
    CROWSNEST_INGEST_KEY: INGEST_KEYS.acme,
  });

  it.each(OVER_HTTP)(
    'tells of its session and calls once, in $framework on $sdk',
    async ({ framework, line, origin, connect }) => {
      const name = `${line}-${framework}`;
      const server = await ObservedProcess.start(folder, `${name}.mjs`, environment(name));
      const client = await connect(server.origin, { name: 'desk' });
      await callTwice(client as NewerClient);
      const events = await eventsToldBy(crowsnest.origin, name, { calls: 2 });
      expect(events).toMatchObject([
        { type: 'session:open', tenantId: 'acme', data: { origin, client: { name: 'desk' } } },
        { type: 'tool:start', data: { tool: 'get_order' } },
        { type: 'tool:done', data: { tool: 'get_order' } },
        { type: 'tool:start', data: { tool: 'get_order' } },
        { type: 'tool:error', data: { tool: 'get_order', kind: 'tool', error: 'There is no order B-9' } },
      ]);
      expect(unpairedCalls(events)).toEqual([]);
      await client.close();
      await server.stop();
    },
  );

  it('tells of its calls once, as the example of the repository that it is', async () => {
    await cp('examples/observe/server.mjs', join(folder, 'example.mjs'));
    const server = await ObservedProcess.start(folder, 'example.mjs', environment('unused'));
    const client = await connectModernClient(server.origin, { name: 'desk' });
    await callTwice(client);
    const events = await eventsToldBy(crowsnest.origin, 'orders', { calls: 2 });
    expect(unpairedCalls(events)).toEqual([]);
    await client.close();
    await server.stop();
  });

  it.each(LINES)('tells of its session and calls once, over stdio on $sdk', async ({ line }) => {
    const name = `${line}-stdio`;
    const command = { command: process.execPath, args: [`${name}.mjs`], cwd: folder, env: environment(name) };
    const identity = { name: 'desk', version: '1.0' };
    const newer = new NewerClient(identity, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
    const client = line === 'older' ? new Client(identity) : newer;
    await client.connect(
      line === 'older' ? new StdioClientTransport(command) : new NewerStdioTransport(command),
    );
    await callTwice(client as NewerClient);
    await client.close();
    const events = await eventsToldBy(crowsnest.origin, name, { calls: 2 });
    expect(events.slice(0, 5)).toMatchObject([
      { type: 'session:open', data: { client: { name: 'desk' } } },
      { type: 'tool:start' },
      { type: 'tool:done' },
      { type: 'tool:start' },
      { type: 'tool:error' },
    ]);
    expect(unpairedCalls(events)).toEqual([]);
  });
});
