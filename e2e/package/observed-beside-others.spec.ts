import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { waitUntil } from '../support/environment/wait-until.ts';
import { INGEST_KEYS, INGEST_OPTION } from '../support/ingest/outside-source.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';
import { emptyProject } from './support/empty-project.ts';
import { OBSERVE_TARBALL } from './support/observe-tarball.ts';
import { run } from './support/run.ts';
import { eventsToldBy } from './support/told-events.ts';

const SDKS = ['@modelcontextprotocol/sdk@1.32.2', '@modelcontextprotocol/server@2.4.0', 'zod@4.6.7'];
const SENTRY = ['@sentry/node@11.12.0'];
const OPEN_INFERENCE = [
  '@arizeai/openinference-instrumentation-mcp@0.2.33',
  '@opentelemetry/api@1.9.0',
  '@opentelemetry/sdk-trace-node@2.12.1',
];

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

/** What a client may send with a call: a trace, and something of its own. */
const META = { traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01`, 'example.org/desk': { row: 7 } };

/** Both calls, each with one beginning and one end, and with the trace of the client. */
const TOLD = ['tool:start', 'tool:done', 'tool:start', 'tool:error'].map((type) => ({
  type,
  data: { tool: 'get_order', traceId: TRACE_ID },
}));

let crowsnest: TestApplication;

beforeAll(async () => {
  crowsnest = await startApplication([], { ingest: INGEST_OPTION });
});

afterAll(() => crowsnest.app.close());

/** A project with the servers, the observer, both lines of the SDK, and what stands beside them. */
async function projectWith(packages: readonly string[]): Promise<string> {
  const folder = await emptyProject();
  await run({ folder }, 'npm', ['install', OBSERVE_TARBALL, ...SDKS, ...packages]);
  await cp('e2e/package/observed', folder, { recursive: true });
  return folder;
}

/** Calls the tool of a server twice. Returns the results, and the events that are told of the calls. */
async function callTwice(folder: string, program: string, env: Record<string, string>) {
  const name = `orders-${randomUUID()}`;
  const client = new Client({ name: 'desk', version: '1.0' });
  const settings = {
    SERVER_NAME: name,
    CROWSNEST_URL: crowsnest.origin,
    CROWSNEST_INGEST_KEY: INGEST_KEYS.acme,
  };
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [program],
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', ...settings, ...env },
    }),
  );
  const order = (number: string) =>
    client.callTool({ name: 'get_order', arguments: { number }, _meta: META });
  const results = [await order('A-1'), await order('B-9')];
  const events = await eventsToldBy(crowsnest.origin, name, { calls: 2 });
  await client.close();
  return { results, calls: events.filter(({ type }) => type.startsWith('tool:')) };
}

describe('the observer beside Sentry', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await projectWith(SENTRY);
  });

  it.each([
    { sdk: 'SDK v1', line: 'older', order: 'Crowsnest first' },
    { sdk: 'SDK v1', line: 'older', order: 'Sentry first' },
    { sdk: 'SDK v1', line: 'older', order: 'Crowsnest once it is connected' },
    { sdk: 'SDK v2', line: 'newer', order: 'Crowsnest first' },
    { sdk: 'SDK v2', line: 'newer', order: 'Sentry first' },
    { sdk: 'SDK v2', line: 'newer', order: 'Crowsnest once it is connected' },
  ])('tells each call once, and so does Sentry, on $sdk, $order', async ({ line, order }) => {
    const file = join(folder, `sentry-${randomUUID()}.txt`);
    const env = { LINE: line, ORDER: order, SENTRY_FILE: file };
    const { results, calls } = await callTwice(folder, 'with-sentry.mjs', env);
    expect(results).toMatchObject([
      { content: [{ text: 'shipped' }], _meta: { received: META } },
      { isError: true },
    ]);
    expect(calls).toMatchObject(TOLD);
    const sent = () => (existsSync(file) ? readFileSync(file, 'utf8') : '');
    const spans = () => sent().match(/"name":"tools\/call get_order"/g) ?? [];
    await waitUntil(() => spans().length >= 2, { reason: 'Sentry has sent the spans of both calls' });
    expect(spans()).toHaveLength(2);
  });
});

describe('the observer beside OpenInference', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await projectWith(OPEN_INFERENCE);
  });

  it.each(['Crowsnest first', 'OpenInference first', 'Crowsnest once it is connected'])(
    'tells each call once, and the tool runs in the trace of the client, %s',
    async (order) => {
      const { results, calls } = await callTwice(folder, 'with-openinference.mjs', { ORDER: order });
      expect(results).toMatchObject([
        { content: [{ text: 'shipped' }], _meta: { received: META, traceId: TRACE_ID } },
        { isError: true },
      ]);
      expect(calls).toMatchObject(TOLD);
    },
  );
});
