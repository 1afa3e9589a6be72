import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { Edge } from '#edge';
import {
  METHODS,
  PATHS,
  isOfRoute,
  statusesOf,
  type Method,
  type PathRow,
} from '../support/access/status-table.ts';
import { BASE, KEYS, startAllRoutes } from '../support/access/all-routes.ts';
import { bearer } from '../support/access/holders.ts';
import type { TestApplication } from '../support/server/test-application.ts';

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

const CASES = PATHS.flatMap((row) =>
  METHODS.map((method) => [method, row.path, ...statusesOf(row, method), row] as const),
);

describe('a server with an admin token', () => {
  let application: TestApplication;
  let asked = 0;

  beforeAll(async () => {
    application = await startAllRoutes();
  });

  afterAll(() => application.app.close());

  /** Cancels a stream once its headers have arrived, and reads any other answer to its end. */
  const ask = async (method: Method, path: string, headers: Record<string, string>): Promise<Answer> => {
    const { hostname, port } = new URL(application.origin);
    asked += 1;
    const from = { 'x-forwarded-for': `192.0.${(asked >> 8) & 255}.${asked & 255}` };
    const options = {
      hostname,
      port,
      method,
      path: BASE + path,
      headers: { ...from, ...headers },
      agent: false,
    };
    const [response] = (await once(request(options).end(), 'response')) as [IncomingMessage];
    const isStream = response.headers['content-type'] === 'text/event-stream' && method === 'GET';
    if (isStream) response.destroy();
    const body = isStream ? '' : await text(response);
    return { status: response.statusCode ?? 0, headers: response.headers, body };
  };

  const expectSafe = (
    method: Method,
    { path, cache, whose }: PathRow,
    { status, headers, body }: Answer,
  ): void => {
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
    if (method === 'HEAD') expect(body).toBe('');
    else if (status >= 400 && headers['content-type'] !== 'text/html; charset=utf-8')
      expectError(path, status, body);
    if (whose === 'agent') {
      expect(headers['allow']).toEqual(status === 405 ? expect.stringMatching(/^POST/) : undefined);
      return;
    }
    const isKept = cache !== undefined && status !== 403 && ['GET', 'HEAD'].includes(method);
    expect(headers['cache-control']).toContain(isKept ? cache : 'no-store');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-frame-options']).toBe('DENY');
  };

  it('is asked for every route that it has', () => {
    const registered = application.app
      .get(Edge)
      .routeUrls.map(([method, path]): [string, string] => [method, path.slice(BASE.length)]);
    const unknown = registered.filter((route) => !PATHS.some((row) => isOfRoute(row, route)));
    expect(
      unknown.map((route) => `${route.join(' ')} has no row in e2e/support/access/status-table.ts`),
    ).toEqual([]);
    expect(registered.length).toBeGreaterThan(30);
  });

  it.each(CASES)(
    'answers %s %s with %i without credentials, and with %i for the right ones',
    async (method, path, without, right, row) => {
      for (const [status, headers] of [
        [without, {}],
        [right, bearer(KEYS[row.whose ?? 'admin'])],
      ] as const) {
        const answer = await ask(method, path, headers);
        expect([method, path, answer.status]).toEqual([method, path, status]);
        expectSafe(method, row, answer);
      }
    },
  );

  it.each(CASES)(
    'answers %s %s for the credentials of others as without any',
    async (method, path, without, _, row) => {
      const others = Object.entries(KEYS).filter(([who]) => who !== (row.whose ?? 'admin'));
      for (const key of [...others.map(([, one]) => one), 'a-key-of-nobody-at-all']) {
        const answer = await ask(method, path, bearer(key));
        expect([method, path, answer.status]).toEqual([method, path, without]);
        expectSafe(method, row, answer);
      }
    },
  );

  it.each(CASES)(
    'answers %s %s from a foreign origin or host with 403, whatever the credentials',
    async (method, path, _without, _right, row) => {
      for (const foreign of [{ origin: 'https://evil.example' }, { host: 'evil.example' }])
        for (const headers of [foreign, { ...bearer(KEYS[row.whose ?? 'admin']), ...foreign }]) {
          const answer = await ask(method, path, headers);
          expect([method, path, answer.status]).toEqual([method, path, 403]);
          expectSafe(method, row, answer);
        }
    },
  );
});

/** Checks the body of an error: JSON-RPC at the MCP endpoints, and a code and a message everywhere else. */
function expectError(path: string, status: number, json: string): void {
  const body = JSON.parse(json) as Record<string, unknown>;
  if (path.startsWith('/mcp') || 'jsonrpc' in body) {
    expect(path).toContain('/mcp');
    expect(body).toEqual({
      jsonrpc: '2.0',
      id: null,
      error: { code: expect.any(Number), message: expect.any(String) },
    });
    return;
  }
  const { position, kept, ...others } = body;
  expect(others).toEqual({ error: expect.stringMatching(/^[A-Z_]+$/), message: expect.any(String) });
  expect(kept !== undefined).toBe(others['error'] === 'NOT_KEPT');
  expect(position).toBe(others['error'] === 'BAD_FILTER' && json.includes('"filter') ? 0 : undefined);
  expect(status).toBeGreaterThanOrEqual(400);
}
