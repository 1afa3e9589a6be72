import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { waitUntil } from '../support/environment/wait-until.ts';
import { INGEST_KEYS, INGEST_OPTION } from '../support/ingest/outside-source.ts';
import { readAll } from '../support/server/admin-api.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';
import { emptyProject } from './support/empty-project.ts';
import { OBSERVE_TARBALL } from './support/observe-tarball.ts';
import { run } from './support/run.ts';
import { NEST_NEWEST, TYPESCRIPT_OF_NEST } from './support/versions.ts';

/** A server on each line of the SDK, as its owner has it, with the two lines of the README. */
const SERVERS = {
  'SDK v1': {
    packages: ['@modelcontextprotocol/sdk@1.32.2', 'zod@4.6.7'],
    code: `
      import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
      import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
      import { observe } from 'crowsnest-observe';
      const server = new McpServer({ name: 'orders', version: '1.0.0' });
      server.registerTool('hello', {}, () => ({ content: [{ type: 'text', text: 'hello' }] }));
      observe(server);
      await server.connect(new StdioServerTransport());
    `,
  },
  'SDK v2': {
    packages: ['@modelcontextprotocol/server@2.4.0', 'zod@4.6.7'],
    code: `
      import { McpServer } from '@modelcontextprotocol/server';
      import { serveStdio } from '@modelcontextprotocol/server/stdio';
      import { observing } from 'crowsnest-observe';
      const mutate = observing();
      serveStdio(() => {
        const server = new McpServer({ name: 'orders', version: '1.0.0' });
        server.registerTool('hello', {}, () => ({ content: [{ type: 'text', text: 'hello' }] }));
        return mutate(server);
      });
    `,
  },
  '@rekog/mcp-nest': {
    packages: [
      '@rekog/mcp-nest@2.0.5',
      ...['common', 'core', 'platform-express'].map((name) => `@nestjs/${name}@${NEST_NEWEST}`),
      '@nestjs/microservices@12.1.1',
      ...['core', 'server'].map((name) => `@modelcontextprotocol/${name}@2.4.0`),
      '@modelcontextprotocol/node@2.1.2',
      'reflect-metadata@0.2.2',
      'rxjs@7.8.2',
      'zod@4.6.7',
      // It asks for an older line of Fastify's adapter, which a server over stdio does not load.
      '--legacy-peer-deps',
    ],
    code: `
      import 'reflect-metadata';
      import { Module } from '@nestjs/common';
      import { NestFactory } from '@nestjs/core';
      import { McpController, McpStrategy, StdioTransport, Tool } from '@rekog/mcp-nest';
      import { observing } from 'crowsnest-observe';
      class Greeting {
        hello() {
          return { content: [{ type: 'text', text: 'hello' }] };
        }
      }
      const { hello } = Object.getOwnPropertyDescriptors(Greeting.prototype);
      Tool({ name: 'hello', description: 'Says hello' })(Greeting.prototype, 'hello', hello);
      McpController()(Greeting);
      class App {}
      Module({ controllers: [Greeting] })(App);
      const transports = [new StdioTransport()];
      const strategy = new McpStrategy({
        name: 'orders',
        version: '1.0.0',
        transports,
        serverMutator: observing(),
      });
      const app = await NestFactory.createMicroservice(App, { strategy, logger: false });
      await app.listen();
    `,
  },
};

const STRICT = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2022', '--types', 'node'];

describe('the package of the observer in an empty project', () => {
  let crowsnest: TestApplication;

  beforeAll(async () => {
    crowsnest = await startApplication([], { ingest: INGEST_OPTION });
  });

  afterAll(() => crowsnest.app.close());

  it.each(Object.entries(SERVERS))(
    'observes a server on %s, and its types are right',
    async (_, { packages, code }) => {
      const folder = await emptyProject();
      const typescript = [`typescript@${TYPESCRIPT_OF_NEST}`, '@types/node@24'];
      await run({ folder }, 'npm', ['install', OBSERVE_TARBALL, ...packages, ...typescript]);
      await writeFile(join(folder, 'server.mjs'), code);
      await writeFile(join(folder, 'server.mts'), code);
      await run({ folder }, 'npx', ['tsc', ...STRICT, 'server.mts']);

      const before = await callsTold();
      const transport = new StdioClientTransport({
        command: process.execPath,
        args: ['server.mjs'],
        cwd: folder,
        env: {
          PATH: process.env['PATH'] ?? '',
          CROWSNEST_URL: crowsnest.origin,
          CROWSNEST_INGEST_KEY: INGEST_KEYS.acme,
        },
      });
      const client = new Client({ name: 'desk', version: '1.0' });
      await client.connect(transport);
      expect(await client.callTool({ name: 'hello' })).toMatchObject({ content: [{ text: 'hello' }] });
      await waitUntil(async () => (await callsTold()) === before + 1, { reason: 'the call is told' });
      await client.close();
    },
  );

  it('needs no other package', async () => {
    const folder = await emptyProject();
    await run({ folder }, 'npm', ['install', OBSERVE_TARBALL]);
    const { dependencies } = JSON.parse(await run({ folder }, 'npm', ['ls', '--all', '--json'])) as {
      dependencies: object;
    };
    expect(Object.keys(dependencies)).toEqual(['crowsnest-observe']);
  });

  async function callsTold(): Promise<number> {
    return (await readAll(crowsnest.origin, '0')).filter(({ type }) => type === 'tool:done').length;
  }
});
