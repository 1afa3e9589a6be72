import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { ErrorBody } from '#contract';
import { ADMIN_TOKEN } from '../support/server/server-process.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

interface Answer {
  status: number | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

const METHODS = ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS'] as const;
/** Status codes by method, in the order above: without credentials, and with a right bearer token. */
const TABLE: readonly (readonly [path: string, without: readonly number[], bearer: readonly number[]])[] = [
  ['/events', [401, 401, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/events?type=none', [401, 401, 404, 404, 404], [400, 400, 404, 404, 404]],
  ['/events?filter=is:error', [401, 401, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/events?filter=no:key', [401, 401, 404, 404, 404], [400, 400, 404, 404, 404]],
  ['/stats', [401, 401, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/stats?none=1', [401, 401, 404, 404, 404], [400, 400, 404, 404, 404]],
  ['/stats?from=2026-11-22', [401, 401, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/stats?from=yesterday', [401, 401, 404, 404, 404], [400, 400, 404, 404, 404]],
  ['/stats?filter=is:error', [401, 401, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/stats?at=9007199254740991', [401, 401, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/stats?at=0', [401, 401, 404, 404, 404], [404, 404, 404, 404, 404]],
  ['/stats/series', [401, 401, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/stats/series?step=0', [401, 401, 404, 404, 404], [400, 400, 404, 404, 404]],
  ['/history', [401, 401, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/history?limit=0', [401, 401, 404, 404, 404], [400, 400, 404, 404, 404]],
  ['/history?filter=is:error', [401, 401, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/history?filter=no:key', [401, 401, 404, 404, 404], [400, 400, 404, 404, 404]],
  ['/history/export', [401, 401, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/history/export?format=csv', [401, 401, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/history/export?format=xml', [401, 401, 404, 404, 404], [400, 400, 404, 404, 404]],
  ['/history/export?filter=no:key', [401, 401, 404, 404, 404], [400, 400, 404, 404, 404]],
  ['/sessions', [401, 401, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/sessions?filter=is:error&sort=-calls', [401, 401, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/sessions?filter=kind:tool', [401, 401, 404, 404, 404], [400, 400, 404, 404, 404]],
  ['/sessions?sort=size', [401, 401, 404, 404, 404], [400, 400, 404, 404, 404]],
  ['/sessions/nobody', [401, 401, 404, 401, 404], [404, 404, 404, 404, 404]],
  ['/sessions/nobody?none=1', [401, 401, 404, 401, 404], [400, 400, 404, 400, 404]],
  ['/sessions/nobody/events', [401, 401, 404, 404, 404], [404, 404, 404, 404, 404]],
  ['/sessions/nobody/events?filter=no:key', [401, 401, 404, 404, 404], [400, 400, 404, 404, 404]],
  ['/sessions/nobody/payloads', [404, 404, 404, 401, 404], [404, 404, 404, 404, 404]],
  ['/tenants/nobody/payloads', [404, 404, 404, 401, 404], [404, 404, 404, 404, 404]],
  ['/tenants/nobody/payloads?none=1', [404, 404, 404, 401, 404], [404, 404, 404, 400, 404]],
  ['/instances', [401, 401, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/instances?none=1', [401, 401, 404, 404, 404], [400, 400, 404, 404, 404]],
  ['/alerts', [401, 401, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/alerts?none=1', [401, 401, 404, 404, 404], [400, 400, 404, 404, 404]],
  ['/quotas', [401, 401, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/quotas?none=1', [401, 401, 404, 404, 404], [400, 400, 404, 404, 404]],
  ['/upstreams', [401, 401, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/upstreams?none=1', [401, 401, 404, 404, 404], [400, 400, 404, 404, 404]],
  ['/upstreams/nothing/restart', [404, 404, 401, 404, 404], [404, 404, 404, 404, 404]],
  ['/upstreams/nothing/restart?none=1', [404, 404, 401, 404, 404], [404, 404, 400, 404, 404]],
  ['/tools', [401, 401, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/tools?none=1', [401, 401, 404, 404, 404], [400, 400, 404, 404, 404]],
  ['/tools/nothing/definitions', [401, 401, 404, 404, 404], [404, 404, 404, 404, 404]],
  ['/tools/nothing/definitions?none=1', [401, 401, 404, 404, 404], [400, 400, 404, 404, 404]],
  ['/tools/nothing/approve', [404, 404, 401, 404, 404], [404, 404, 404, 404, 404]],
  ['/tools/nothing/approve?definition=1', [404, 404, 401, 404, 404], [404, 404, 400, 404, 404]],
  ['/metrics', [401, 401, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/calls/nothing/cancel', [404, 404, 401, 404, 404], [404, 404, 404, 404, 404]],
  ['/calls/nothing/cancel?none=1', [404, 404, 401, 404, 404], [404, 404, 400, 404, 404]],
  ['/auth/session', [401, 401, 401, 401, 404], [200, 200, 200, 204, 404]],
  ['/auth/providers', [200, 200, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/auth/oidc/none', [404, 404, 404, 404, 404], [404, 404, 404, 404, 404]],
  ['/health/live', [200, 200, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/health/ready', [200, 200, 404, 404, 404], [200, 200, 404, 404, 404]],
  ['/nothing', [404, 404, 404, 404, 404], [404, 404, 404, 404, 404]],
];
const CASES = TABLE.flatMap(([path, without, bearer]) =>
  METHODS.map((method, index) => [method, path, without[index] ?? 0, bearer[index] ?? 0] as const),
);

describe('a server with an admin token', () => {
  let application: TestApplication;
  const bearer = { authorization: `Bearer ${ADMIN_TOKEN}` };

  beforeAll(async () => {
    application = await startApplication([], { path: '/ops' });
  });

  afterAll(() => application.app.close());

  /** Cancels a stream once its headers have arrived, and reads any other answer to its end. */
  const ask = async (method: string, path: string, headers: Record<string, string>): Promise<Answer> => {
    const { hostname, port } = new URL(application.origin);
    const asked = request({ hostname, port, method, path: `/ops${path}`, headers, agent: false }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    let body = '';
    const isStream = response.headers['content-type'] === 'text/event-stream' && method === 'GET';
    if (isStream) response.destroy();
    else for await (const chunk of response) body += String(chunk);
    return { status: response.statusCode, headers: response.headers, body };
  };

  const expectSafe = (method: string, { status, headers, body }: Answer): void => {
    expect(headers['cache-control']).toContain('no-store');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
    if (method === 'HEAD') expect(body).toBe('');
    else if ((status ?? 0) >= 400) {
      expect(headers['content-type']).toBe('application/json; charset=utf-8');
      const { position, kept, ...others } = JSON.parse(body) as ErrorBody & { kept?: unknown };
      expect(others).toEqual({ error: expect.stringMatching(/^[A-Z_]+$/), message: expect.any(String) });
      expect(kept !== undefined).toBe(others.error === 'NOT_KEPT');
      expect(position).toBe(others.error === 'BAD_FILTER' && body.includes('"filter') ? 0 : undefined);
    }
  };

  it.each(CASES)(
    'answers %s %s with %i without credentials, and with %i for the token',
    async (method, path, ...statuses) => {
      for (const [index, headers] of [{}, bearer].entries()) {
        const answer = await ask(method, path, headers);
        expect([method, path, answer.status]).toEqual([method, path, statuses[index]]);
        expectSafe(method, answer);
      }
    },
  );

  it.each(CASES)(
    'answers %s %s from a foreign origin or host with 403, whatever the credentials',
    async (method, path) => {
      for (const foreign of [{ origin: 'https://evil.example' }, { host: 'evil.example' }])
        for (const headers of [foreign, { ...bearer, ...foreign }]) {
          const answer = await ask(method, path, headers);
          expect([method, path, answer.status]).toEqual([method, path, 403]);
          expectSafe(method, answer);
        }
    },
  );
});
