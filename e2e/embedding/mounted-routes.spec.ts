import type { NestExpressApplication } from '@nestjs/platform-express';
import { ROUTES } from '#contract';
import { connectLegacyClient, TESTING_ADMIN_TOKEN } from '#testing';
import { initializeRequest } from '../support/agents/raw-mcp.ts';
import { record, type Probe, type RecordedResponse } from '../support/embedding/recorded-response.ts';
import { startHost } from '../support/embedding/start-host.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const ADMIN = { authorization: `Bearer ${TESTING_ADMIN_TOKEN}` };
const AGENT = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

const PROBES: [title: string, probe: Probe][] = [
  ['/health/live', { method: 'GET', path: ROUTES.healthLive }],
  ['/health/ready', { method: 'GET', path: ROUTES.healthReady }],
  ['/stats without credentials', { method: 'GET', path: ROUTES.stats }],
  [
    '/stats with a wrong token',
    { method: 'GET', path: ROUTES.stats, headers: { authorization: 'Bearer x' } },
  ],
  [
    '/stats from a foreign page',
    { method: 'GET', path: ROUTES.stats, headers: { origin: 'https://a.example' } },
  ],
  ['/stats', { method: 'GET', path: ROUTES.stats, headers: ADMIN }],
  ['/sessions', { method: 'GET', path: ROUTES.sessions, headers: ADMIN }],
  ['/sessions/:id', { method: 'GET', path: `${ROUTES.sessions}/none`, headers: ADMIN }],
  ['/history', { method: 'GET', path: ROUTES.history, headers: ADMIN }],
  ['/history with a fault', { method: 'GET', path: `${ROUTES.history}?limit=x`, headers: ADMIN }],
  ['/events with a fault', { method: 'GET', path: `${ROUTES.events}?replay=x`, headers: ADMIN }],
  ['a command', { method: 'DELETE', path: `${ROUTES.sessions}/none`, headers: ADMIN }],
  [
    'a command with a body',
    {
      method: 'POST',
      path: `${ROUTES.calls}/none/cancel`,
      headers: { ...ADMIN, 'content-type': 'application/json' },
      body: '{"reason":7}',
    },
  ],
  ['who am I', { method: 'GET', path: ROUTES.authSession, headers: ADMIN }],
  ['an unknown route', { method: 'GET', path: '/stats/deeper' }],
  ['an unknown asset of the console', { method: 'GET', path: `${ROUTES.dashboard}/none.js` }],
  ['an agent with bad JSON', { method: 'POST', path: ROUTES.mcp, headers: AGENT, body: '{' }],
  [
    'an agent with 5 MiB',
    { method: 'POST', path: ROUTES.mcp, headers: AGENT, body: `"${'x'.repeat(5 * 1024 ** 2)}"` },
  ],
  ['an agent with an unknown method', { method: 'PUT', path: ROUTES.mcp, headers: AGENT, body: '{}' }],
];

describe('Crowsnest below a path of an application with a prefix, versions, enhancers, limits, security headers and compression of its own', () => {
  let alone: TestApplication;
  let embedded: NestExpressApplication;

  beforeAll(async () => ({ alone, embedded } = await startBoth()));

  afterAll(async () => {
    await alone.app.close();
    await embedded.close();
  });

  it.each(PROBES)('answers %s as the standalone server does', async (_, probe) => {
    const [there, here] = await askBoth(alone, embedded, probe);
    expect(comparable(here)).toEqual(comparable(there));
  });

  it('redirects from its path to the console', async () => {
    const origin = await embedded.getUrl();
    for (const path of ['/api/ops', '/api/ops/']) {
      const { status, headers } = await record(origin, { method: 'GET', path });
      expect([status, headers['location']]).toEqual([302, '/api/ops/dashboard/']);
    }
  });

  it('signs in with a cookie for its own path only', async () => {
    const origin = await embedded.getUrl();
    const url = `/api/ops${ROUTES.authSession}`;
    // At both, because what they tell of it is compared.
    const signIn = { method: 'POST', path: ROUTES.authSession, headers: ADMIN };
    const [, { headers }] = await askBoth(alone, embedded, signIn);
    const [pair = '', ...attributes] = headers['set-cookie']?.split('; ') ?? [];
    expect(pair).toMatch(/^crowsnest_session_[0-9a-f]{8}=/);
    expect(attributes).toContain('Path=/api/ops');
    expect((await record(origin, { method: 'GET', path: url, headers: { cookie: pair } })).status).toBe(200);
  });

  it('streams events', async () => {
    const response = await fetch(`${await embedded.getUrl()}/api/ops${ROUTES.events}`, { headers: ADMIN });
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('event: hello')) text += (await reader?.read())?.value ?? '';
    await reader?.cancel();
  });
});

// Apart from the other answers: those of the admin routes differ after an agent has begun a session.
describe('the agents of Crowsnest below such a path', () => {
  let alone: TestApplication;
  let embedded: NestExpressApplication;

  beforeAll(async () => ({ alone, embedded } = await startBoth()));

  afterAll(async () => {
    await alone.app.close();
    await embedded.close();
  });

  it('begin a session as on the standalone server', async () => {
    const body = JSON.stringify(initializeRequest());
    const [there, here] = await askBoth(alone, embedded, {
      method: 'POST',
      path: ROUTES.mcp,
      headers: AGENT,
      body,
    });
    expect(comparable(here)).toEqual(comparable(there));
  });

  it('are served when they are clients of the MCP SDK', async () => {
    const client = await connectLegacyClient(`${await embedded.getUrl()}/api/agents`);
    expect((await client.listTools()).tools).toEqual([]);
    await client.close();
  });
});

describe('Crowsnest in an application whose global prefix excludes routes', () => {
  let app: NestExpressApplication | undefined;

  afterEach(() => app?.close());

  const statusOf = async (method: string, path: string): Promise<number> =>
    (await record((await app?.getUrl()) ?? '', { method, path, headers: { 'x-customer': 'yes' } })).status;

  it('serves its excluded routes without the prefix, and the others below it', async () => {
    app = await startHost({
      prefix: 'api',
      exclude: ['mcp', 'ops/health/{*path}'],
      crowsnest: { path: '/ops' },
    });
    expect([await statusOf('POST', '/mcp'), await statusOf('POST', '/api/mcp')]).toEqual([400, 404]);
    for (const path of ['/health/live', '/health/ready'])
      expect([await statusOf('GET', `/ops${path}`), await statusOf('GET', `/api/ops${path}`)]).toEqual([
        200, 404,
      ]);
    expect([await statusOf('GET', '/api/ops/stats'), await statusOf('GET', '/ops/stats')]).toEqual([
      401, 404,
    ]);
  });

  it('serves all its routes without the prefix when its path is excluded', async () => {
    app = await startHost({ prefix: 'api', exclude: ['ops/{*path}'], crowsnest: { path: '/ops' } });
    const origin = await app.getUrl();
    const { headers } = await record(origin, { method: 'GET', path: '/ops' });
    expect(headers['location']).toBe('/ops/dashboard/');
    expect([await statusOf('GET', '/ops/stats'), await statusOf('GET', '/api/ops/stats')]).toEqual([
      401, 404,
    ]);
    const url = `/ops${ROUTES.authSession}`;
    const signedIn = await record(origin, { method: 'POST', path: url, headers: ADMIN });
    expect(signedIn.headers['set-cookie']).toContain('Path=/ops;');
  });

  it('yields to a route of the application that is excluded along with its own', async () => {
    app = await startHost({ prefix: 'api', exclude: ['health/{*path}'], crowsnest: {} });
    const live = await record(await app.getUrl(), {
      method: 'GET',
      path: '/health/live',
      headers: { 'x-customer': 'yes' },
    });
    expect(JSON.parse(live.body)).toEqual({ data: { shop: 'open' } });
    expect(await statusOf('GET', '/health/ready')).toBe(200);
    expect(await statusOf('GET', '/api/sessions')).toBe(401);
  });
});

/** A server of its own, and the same below a path of an application. */
async function startBoth(): Promise<{ alone: TestApplication; embedded: NestExpressApplication }> {
  const mcp = { serverInfo: { name: 'test', version: '1.0.0' } };
  const alone = await startApplication([], { standalone: true, mcp });
  const crowsnest = { path: '/ops', mcp: { ...mcp, path: '/agents' } };
  return { alone, embedded: await startHost({ prefix: 'api', crowsnest }) };
}

async function askBoth(
  alone: TestApplication,
  embedded: NestExpressApplication,
  probe: Probe,
): Promise<[there: RecordedResponse, here: RecordedResponse]> {
  const path = probe.path === ROUTES.mcp ? '/api/agents' : `/api/ops${probe.path}`;
  return Promise.all([record(alone.origin, probe), record(await embedded.getUrl(), { ...probe, path })]);
}

/** An answer without the parts that differ between two servers: ids, times, paths, and what depends on them. */
function comparable({ status, headers, body }: RecordedResponse): unknown {
  const plain = { ...headers };
  for (const name of ['etag', 'mcp-session-id', 'content-length']) delete plain[name];
  const text = body
    .replaceAll('/api/ops', '')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/\b\d{16}\b/g, 'ID')
    .replaceAll(/\b\d{13}\b/g, 'MS')
    .replaceAll(/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g, 'UUID')
    .replaceAll(/\b[\da-f]{64}\b/g, 'HASH')
    .replaceAll(/[\w-]+\.\d+$/gm, 'EVENT');
  return { status, headers: plain, body: text };
}
