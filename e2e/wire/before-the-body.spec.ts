import { BASE, fromElsewhere, KEYS, startAllRoutes } from '../support/access/all-routes.ts';
import { IGNORERS, READERS, type BodyRoute } from '../support/access/body-routes.ts';
import { bearer } from '../support/access/holders.ts';
import { HalfSent } from '../support/agents/half-sent.ts';
import { initializeRequest } from '../support/agents/raw-mcp.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const MIB = 1024 * 1024;
/** More than any route takes. */
const ANNOUNCED = 64 * MIB;
/** No JSON, so that a server that parsed it would say so. */
const FIRST = '{"a":[],]';
const CASES = [...READERS, ...IGNORERS].map((route) => [route.method, route.path, route] as const);

describe('a request whose body has not arrived', () => {
  let application: TestApplication;
  const open: HalfSent[] = [];

  beforeAll(async () => {
    application = await startAllRoutes();
  });

  afterEach(() => {
    for (const half of open.splice(0)) half.leave();
  });

  afterAll(() => application.app.close());

  const begin = async (
    { method, path }: Pick<BodyRoute, 'method' | 'path'>,
    headers: Record<string, string>,
    announced = ANNOUNCED,
    first = FIRST,
  ): Promise<HalfSent> => {
    const all = { ...fromElsewhere(), ...headers };
    const half = await HalfSent.send(application.app, {
      method,
      path: BASE + path,
      headers: all,
      announced,
      first,
    });
    open.push(half);
    return half;
  };

  it.each(CASES)(
    'to %s %s is refused at once for its Host, its Origin or its credentials',
    async (_method, _path, route) => {
      const right = bearer(KEYS[route.whose]);
      const refused = [
        [403, { ...right, host: 'evil.example' }],
        [403, { ...right, origin: 'https://evil.example' }],
        // Host and Origin come before the credentials, which are not looked at.
        [403, { host: 'evil.example' }],
        [403, { ...bearer('a-key-of-nobody-at-all'), origin: 'https://evil.example' }],
        [401, {}],
        [401, bearer('a-key-of-nobody-at-all')],
      ] as const;
      for (const [status, headers] of refused) {
        const half = await begin(route, headers);
        expect(await half.status()).toBe(status);
        expect(half.request.complete).toBe(false);
      }
    },
  );

  it('of a notice is refused at once for whoever is no instance', async () => {
    const half = await begin({ method: 'POST', path: '/peers/notices/any' }, bearer(KEYS.admin));
    expect(await half.status()).toBe(404);
    expect(half.request.complete).toBe(false);
  });

  it('and is refused, holds nothing of what follows', async () => {
    for (const { method, path } of READERS) {
      const half = await begin({ method, path }, {});
      expect(await half.status()).toBe(401);
      await half.send('x'.repeat(2 * MIB));
      expect([path, half.request.readableLength]).toEqual([path, 0]);
      expect(half.request).not.toHaveProperty('rawBody');
    }
  });

  it('is refused at once if it is too large for its route, and its connection is closed', async () => {
    const refused: HalfSent[] = [];
    for (const route of READERS) {
      const half = await begin(route, { accept: 'application/json', ...bearer(KEYS[route.whose]) });
      expect([route.path, await half.status()]).toEqual([route.path, 413]);
      expect(half.request.complete).toBe(false);
      refused.push(half);
    }
    await Promise.all(refused.map((half) => half.closed()));
  });

  it('is answered when the rest has come, if its sender is known', async () => {
    const body = JSON.stringify(initializeRequest());
    const accept = 'application/json, text/event-stream';
    const half = await begin(
      { method: 'POST', path: '/mcp' },
      { accept, ...bearer(KEYS.agent) },
      body.length,
      body.slice(0, 20),
    );
    await half.send(body.slice(20));
    expect(await half.status()).toBe(200);
  });
});

describe('a request to "/ingest" whose body has not arrived', () => {
  /** As many as one observer may have. */
  const PLACES = 16;
  const OBSERVERS = ['a-key-of-an-observer', 'a-key-of-another-observer'] as const;
  let application: TestApplication;
  const open: HalfSent[] = [];

  beforeEach(async () => {
    const keys = OBSERVERS.map((key) => ({ tenantId: 'acme', key }));
    application = await startApplication([], { ingest: { keys } });
  });

  afterEach(async () => {
    for (const half of open.splice(0)) half.leave();
    await application.app.close();
  });

  const begin = async (headers: Record<string, string>, announced = MIB): Promise<HalfSent> => {
    const beginning = { method: 'POST', path: '/ingest', headers, announced, first: '{' };
    const half = await HalfSent.send(application.app, beginning);
    open.push(half);
    return half;
  };

  it('is refused at once beyond the limit of its observer, and others are served', async () => {
    const [first, second] = OBSERVERS;
    const halves: HalfSent[] = [];
    for (let n = 0; n <= PLACES; n += 1) halves.push(await begin(bearer(first)));
    const refused = await waitUntil(() => halves.find(({ answered }) => answered !== undefined), {
      reason: 'one request more than there are places is answered',
    });
    expect([refused?.answered, refused?.request.complete]).toEqual([429, false]);
    expect(halves.filter(({ answered }) => answered !== undefined)).toHaveLength(1);

    expect(await (await begin({})).status()).toBe(401);
    const events = '"source":"one","events":[]}';
    const other = await begin(bearer(second), events.length + 1);
    await other.send(events);
    expect(await other.status()).toBe(202);
  });
});
