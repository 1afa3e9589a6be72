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
import { TYPESCRIPT_OF_NEST } from './support/versions.ts';

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
