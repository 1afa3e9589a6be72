import { jest } from '@jest/globals';
import { exchange, type HttpRequest } from '../support/agents/raw-http.ts';
import { initializeRequest } from '../support/agents/raw-mcp.ts';
import { bearer } from '../support/access/holders.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const SECRETS = ['a-first-secret-of-acme', 'a-second-secret-of-acme'];
const NOBODY = 'a-secret-of-nobody-at-all';
const JSON_TYPE = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

interface Door {
  request: HttpRequest;
  /** The status for a right secret. */
  right: number;
}

/** A request of each kind of sender. */
const DOORS: Record<string, Door> = {
  'an admin': { request: { method: 'GET', path: '/stats' }, right: 200 },
  "an admin's assistant": {
    request: { path: '/admin/mcp', headers: JSON_TYPE, body: JSON.stringify(initializeRequest()) },
    right: 200,
  },
  'an agent': { request: { headers: JSON_TYPE, body: JSON.stringify(initializeRequest()) }, right: 200 },
  'an observer': {
    request: { path: '/ingest', headers: JSON_TYPE, body: '{"source":"orders.1","events":[]}' },
    right: 202,
  },
};

/** What a proxy may forward as the address of its client, although it is none. */
const ODD_ADDRESSES = [
  'unknown',
  '_hidden',
  'x'.repeat(10_000),
  '192.0.2.7:4711',
  '[2001:db8::7]:443',
  '192.0.2.256',
  '192.0.2.7 192.0.2.8',
  '"192.0.2.7"',
  '0x7f.1',
  '::ffff:192.0.2.7.8',
];

describe.each(Object.entries(DOORS))('the secret of %s', (_who, { request, right }) => {
  let application: TestApplication;

  beforeEach(async () => {
    // The minute in which attempts are counted does not end before the test.
    jest.spyOn(Date, 'now').mockReturnValue(Date.now());
    const [first = '', second = ''] = SECRETS;
    const admin = { role: 'admin', tenantId: null } as const;
    application = await startApplication([], {
      access: { trustProxy: 1 },
      signIn: {
        tokens: [
          { ...admin, name: 'ann', token: first },
          { ...admin, name: 'bob', token: second },
        ],
      },
      // No secret may be that of two kinds of senders.
      mcp: { agentKeys: SECRETS.map((key) => ({ tenantId: 'acme', key: `agent:${key}` })) },
      ingest: { keys: SECRETS.map((key) => ({ tenantId: 'acme', key: `observer:${key}` })) },
    });
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await application.app.close();
  });

  const kind = request.path === '/ingest' ? 'observer:' : request.path === undefined ? 'agent:' : '';

  /** The status of the answer to a request with a secret, through a proxy that names an address. */
  const tryAs = async (secret: string, address = '198.51.100.7'): Promise<number> => {
    const headers = { ...request.headers, ...bearer(kind + secret), 'x-forwarded-for': address };
    return (await exchange(application.origin, { ...request, headers })).status;
  };
  const [first = '', second = ''] = SECRETS;

  it('is not looked at from an address of ten wrong ones, and a right one does not reset their count', async () => {
    for (let n = 0; n < 9; n += 1) expect(await tryAs(NOBODY)).toBe(401);
    expect(await tryAs(first)).toBe(right);
    expect(await tryAs(NOBODY)).toBe(401);
    expect(await tryAs(NOBODY)).toBe(429);
    expect(await tryAs(second)).toBe(429);
    expect(await tryAs(second, '198.51.100.8')).toBe(right);
  });

  it('that was right from there goes on, however often others behind the same address are wrong', async () => {
    expect(await tryAs(first)).toBe(right);
    for (let n = 0; n < 25; n += 1) expect(await tryAs(`${NOBODY}-${n}`)).toBe(n < 10 ? 401 : 429);
    expect(await tryAs(first)).toBe(right);
    expect(await tryAs(first)).toBe(right);
  });

  it('is counted for the proxy where it forwards no address, whatever it forwards', async () => {
    for (const odd of ODD_ADDRESSES) expect([odd, await tryAs(NOBODY, odd)]).toEqual([odd, 401]);
    for (const odd of [...ODD_ADDRESSES, 'something else'])
      expect([odd, await tryAs(first, odd)]).toEqual([odd, 429]);
    expect(await tryAs(first, '192.0.2.7')).toBe(right);
  });

  it('is counted for the address that the trusted proxy adds, whatever the client says before', async () => {
    for (let n = 0; n < 10; n += 1) expect(await tryAs(NOBODY, `192.0.2.${n}, 198.51.100.7`)).toBe(401);
    expect(await tryAs(first, '192.0.2.99, 198.51.100.7')).toBe(429);
    expect(await tryAs(first, '198.51.100.7, 192.0.2.1')).toBe(right);
  });
});

describe('an admin who is signed in', () => {
  it('is not locked out by others behind the same address', async () => {
    const { app, origin } = await startApplication([]);
    const signIn = await fetch(`${origin}/auth/session`, {
      method: 'POST',
      headers: bearer('an-admin-token-for-tests'),
    });
    const [cookie = ''] = signIn.headers.getSetCookie()[0]?.split(';') ?? [];
    for (let n = 0; n < 12; n += 1) await fetch(`${origin}/stats`, { headers: bearer(NOBODY) });
    expect((await fetch(`${origin}/stats`, { headers: bearer(NOBODY) })).status).toBe(429);
    expect((await fetch(`${origin}/stats`, { headers: { cookie } })).status).toBe(200);
    expect((await fetch(`${origin}/stats`, { headers: bearer('an-admin-token-for-tests') })).status).toBe(
      200,
    );
    await app.close();
  });
});
