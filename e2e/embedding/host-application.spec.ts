import type { NestExpressApplication } from '@nestjs/platform-express';
import type { CrowsnestOptions } from '#crowsnest';
import { record, type Probe, type RecordedResponse } from '../support/embedding/recorded-response.ts';
import { ShutdownDiary } from '../support/embedding/host.module.ts';
import { startHost, type HostSettings } from '../support/embedding/start-host.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const CUSTOMER = { 'x-customer': 'yes' };

/** Requests to the application itself; the paths are below its global prefix. */
const THEIRS: [title: string, probe: Probe][] = [
  ['its home page', { method: 'GET', path: '/' }],
  ['its own /health/live', { method: 'GET', path: '/health/live' }],
  ['its own /stats', { method: 'GET', path: '/stats' }],
  ['a HEAD request', { method: 'HEAD', path: '/stats' }],
  ['a preflight', { method: 'OPTIONS', path: '/stats', headers: { 'access-control-request-method': 'GET' } }],
  ['a foreign Origin', { method: 'GET', path: '/', headers: { origin: 'https://elsewhere.example' } }],
  ['a body', { method: 'POST', path: '/echo', headers: JSON_TYPE, body: '{"a":1}' }],
  ['a body that its pipe refuses', { method: 'POST', path: '/echo', headers: JSON_TYPE, body: '[]' }],
  ['a body that is not JSON', { method: 'POST', path: '/echo', headers: JSON_TYPE, body: '{' }],
  [
    'a body beyond its limit',
    { method: 'POST', path: '/echo', headers: JSON_TYPE, body: JSON.stringify('x'.repeat(2_000)) },
  ],
  ['a parameter that its pipe refuses', { method: 'GET', path: '/numbers/many' }],
  ['a version', { method: 'GET', path: '/v2/versioned' }],
  ['a route that throws', { method: 'GET', path: '/broken' }],
  ['an unknown URL', { method: 'GET', path: '/nowhere?token=secret' }],
  ['an unknown method', { method: 'POST', path: '/stats', headers: JSON_TYPE, body: '{}' }],
  ['a URL below one of ours', { method: 'GET', path: '/stats/deeper' }],
  [
    'a request that its guard refuses',
    { method: 'GET', path: '/health/live', headers: { 'x-customer': 'no' } },
  ],
];

describe.each([
  ['without a global prefix', undefined],
  ['with a global prefix', 'api'],
])('a host application %s', (_, prefix) => {
  const settings: HostSettings = prefix === undefined ? {} : { prefix };
  const base = prefix === undefined ? '' : `/${prefix}`;

  async function recordAll(crowsnest?: CrowsnestOptions): Promise<RecordedResponse[]> {
    const app = await startHost({ ...settings, ...(crowsnest && { crowsnest }) });
    const answers: RecordedResponse[] = [];
    try {
      for (const [, probe] of THEIRS) {
        const headers = { ...CUSTOMER, ...probe.headers };
        answers.push(await record(await app.getUrl(), { ...probe, path: base + probe.path, headers }));
      }
    } finally {
      await app.close();
    }
    return answers;
  }

  it.each([
    ['at the root', {}],
    ['below a path', { path: '/ops', mcp: { path: '/ops/mcp' } }],
  ])('answers its own requests as before when Crowsnest is mounted %s', async (__, options) => {
    const without = await recordAll();
    const within = await recordAll(options);
    for (const [n, [title]] of THEIRS.entries()) {
      expect({ title, ...within[n] }).toEqual({ title, ...without[n] });
    }
  });

  it('runs its own shutdown hooks', async () => {
    ShutdownDiary.entries.length = 0;
    const app = await startHost({ ...settings, crowsnest: {} });
    await app.close();
    expect(ShutdownDiary.entries).toEqual(['closed by nobody']);
  });

  it('logs one start, and where Crowsnest is mounted', async () => {
    const lines: string[] = [];
    const note = (message: string) => lines.push(message);
    const logger = { log: note, error: note, warn: note };
    const app = await startHost({ ...settings, crowsnest: { path: '/ops' }, logger });
    const origin = await app.getUrl();
    await app.close();
    expect(lines.filter((line) => line.includes('successfully started'))).toHaveLength(1);
    // Nest logs the application's own routes; a single line names those of Crowsnest.
    expect(lines).toContain(`Mapped {${base}/health/live, GET} (version: Neutral) route`);
    expect(lines.filter((line) => line.includes('/ops'))).toEqual([
      `Agents connect to ${origin}${base}/mcp, admins to ${origin}${base}/ops/dashboard/`,
    ]);
  });

  it('logs a warning that names the URLs of Crowsnest that it serves itself', async () => {
    const warnings: string[] = [];
    const silent = () => undefined;
    const logger = { log: silent, error: silent, warn: (message: string) => warnings.push(message) };
    const app = await startHost({ ...settings, crowsnest: {}, logger });
    await app.close();
    const [warning] = warnings.filter((message) => message.includes('serves'));
    expect(warning).toContain(`GET ${base}/stats, `);
    expect(warning).toContain(`GET ${base}/health/live `);
    expect(warning).toContain('"path"');
    expect(warning).not.toContain('/sessions');
  });
});

describe('Crowsnest in a host application', () => {
  let app: NestExpressApplication | undefined;

  afterEach(() => app?.close());

  it('sends no headers of the application on its own routes', async () => {
    app = await startHost({ crowsnest: { path: '/ops' } });
    const { headers } = await record(await app.getUrl(), { method: 'GET', path: '/ops/health/ready' });
    expect(headers).not.toHaveProperty('x-shop');
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('believes no forwarded Host on its own routes although the application trusts every proxy', async () => {
    app = await startHost({ crowsnest: { path: '/ops' } });
    const headers = { 'x-forwarded-host': 'evil.example' };
    const probe = { method: 'GET', path: '/ops/health/ready', headers };
    expect((await record(await app.getUrl(), probe)).status).toBe(200);
  });

  it('serves at the root what the application does not serve itself', async () => {
    app = await startHost({ crowsnest: {} });
    const origin = await app.getUrl();
    expect((await record(origin, { method: 'GET', path: '/health/ready' })).status).toBe(200);
    expect((await record(origin, { method: 'GET', path: '/sessions' })).status).toBe(401);
    expect((await record(origin, { method: 'POST', path: '/mcp', body: '{' })).status).toBe(400);
  });

  it.each(['evil.example', '192.0.2.1'])('rejects the Host %s on its own routes only', async (forwarded) => {
    app = await startHost({ crowsnest: { path: '/ops' } });
    const headers = { ...CUSTOMER, origin: `http://${forwarded}` };
    const origin = await app.getUrl();
    expect((await record(origin, { method: 'GET', path: '/ops/stats', headers })).status).toBe(403);
    expect((await record(origin, { method: 'GET', path: '/stats', headers })).status).toBe(200);
  });
});
