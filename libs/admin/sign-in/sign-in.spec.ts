import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Module, Post, UseGuards, type INestApplication } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { decodeJwt, SignJWT } from 'jose';
import { ROUTES, SESSION_COOKIE, type AdminIdentity } from '#contract';
import { AccessPolicy, Edge, EdgeModule, type AccessOptions, type AdminPrincipal } from '#edge';
import { EventsModule } from '#events';
import {
  AdminGuard,
  AdminIdentities,
  AdminSessions,
  AdminTokens,
  CurrentAdmin,
  RequireRole,
  SignInModule,
  type AdminToken,
} from './index.ts';
import { AuditTrail } from '../trail/index.ts';

const { jest } = import.meta;

/** Only the date is faked: requests run on real timers. */
const REAL_TIMERS: FakeableAPI[] = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
];

const ADA: AdminToken = { token: 'token-of-ada-0123456789', name: 'ada', role: 'admin', tenantId: null };
const VIC: AdminToken = { token: 'token-of-vic-0123456789', name: 'vic', role: 'viewer', tenantId: 'acme' };
const OPA: AdminToken = { token: 'token-of-opa-0123456789', name: 'opa', role: 'operator', tenantId: null };

@Controller('probe')
@UseGuards(AdminGuard)
class ProbeController {
  @Get()
  read(@CurrentAdmin() admin: AdminPrincipal): unknown {
    return { name: admin.name, role: admin.role, tenantId: admin.tenantId };
  }

  @Post()
  @RequireRole('operator')
  command(): unknown {
    return {};
  }
}

@Module({})
class ProbeModule {
  constructor(edge: Edge, moduleRef: ModuleRef) {
    edge.mountRoutes({
      moduleRef,
      controllers: [ProbeController],
      services: [AccessPolicy, AdminIdentities, AuditTrail],
    });
  }
}

interface ServerSettings extends Partial<AccessOptions> {
  tokens?: AdminToken[];
  dataDirectory?: string | null;
}

/** One server of its own, as an admin's client sees it. */
class Server {
  constructor(readonly app: INestApplication) {}

  static async start({ tokens = [ADA, VIC, OPA], dataDirectory = null, ...given }: ServerSettings = {}) {
    // The port is another one each time; with this URL the cookie has its plain name.
    const access = { publicUrl: 'http://127.0.0.1:3000', ...given };
    const testing = await Test.createTestingModule({
      imports: [
        EdgeModule.forRoot({ access, dataDirectory }),
        EventsModule.forRoot({ log: 'memory:' }),
        SignInModule.forRoot({ tokens, dataDirectory }),
        ProbeModule,
      ],
    }).compile();
    const app = testing.createNestApplication({ logger: false });
    await app.listen(0, '127.0.0.1');
    return new Server(app);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.app.getHttpServer().address() as AddressInfo).port}`;
  }

  send(method: string, path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.origin + path, { method, headers });
  }

  async signIn(token: string, headers: Record<string, string> = {}): Promise<string> {
    const response = await this.send('POST', ROUTES.authSession, { ...bearer(token), ...headers });
    if (response.status !== 200) throw new Error(`Signing in was answered with ${response.status}`);
    return cookieOf(response);
  }

  signOut(cookie: string): Promise<Response> {
    return this.send('DELETE', ROUTES.authSession, { ...withCookie(cookie), origin: this.origin });
  }
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

function withCookie(cookie: string): Record<string, string> {
  return { cookie: `other=1; ${SESSION_COOKIE}=${cookie}` };
}

function setCookieOf(response: Response): string {
  return response.headers.getSetCookie().find((line) => line.startsWith(`${SESSION_COOKIE}=`)) ?? '';
}

function cookieOf(response: Response): string {
  return (
    setCookieOf(response)
      .split(';')[0]
      ?.slice(SESSION_COOKIE.length + 1) ?? ''
  );
}

function setClock(at: number): void {
  jest.useFakeTimers({ now: at, doNotFake: REAL_TIMERS });
}

describe('SignInModule', () => {
  const servers: Server[] = [];
  let directory: string;

  async function start(settings?: ServerSettings): Promise<Server> {
    const server = await Server.start(settings);
    servers.push(server);
    return server;
  }

  function startWithoutToken(): Promise<Server> {
    return start({ tokens: [], dataDirectory: directory });
  }

  function modeOf(name: string): number {
    return statSync(join(directory, name)).mode & 0o777;
  }

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'crowsnest-sign-in-'));
  });

  afterEach(async () => {
    jest.useRealTimers();
    await Promise.all(servers.splice(0).map(({ app }) => app.close()));
    rmSync(directory, { recursive: true });
  });

  describe('by bearer token', () => {
    it('lets the holder in, as what the token makes of them', async () => {
      const server = await start();
      const response = await server.send('GET', '/probe', bearer(VIC.token));
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ name: 'vic', role: 'viewer', tenantId: 'acme' });
    });

    it.each([
      ['no credentials', {}],
      ['a wrong token', bearer('token-of-nobody-0123456789')],
      ['a token cut short', bearer(ADA.token.slice(0, -1))],
      ['an empty token', { authorization: 'Bearer ' }],
      ['another scheme', { authorization: `Basic ${ADA.token}` }],
      ['a forged cookie', withCookie('abc')],
    ])('answers %s with 401', async (_, headers) => {
      const server = await start();
      const response = await server.send('GET', '/probe', headers);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await response.json()).toEqual({ error: 'UNAUTHENTICATED', message: expect.any(String) });
    });

    it.each(['token', 'access_token'])('never takes a token from the query: ?%s=', async (parameter) => {
      const server = await start();
      for (const path of ['/probe', ROUTES.authSession]) {
        const response = await server.send('GET', `${path}?${parameter}=${ADA.token}`);
        expect(response.status).toBe(401);
        expect(await response.text()).not.toContain(ADA.token);
      }
    });

    it('takes no token from a body', async () => {
      const server = await start();
      const body = new URLSearchParams({ access_token: ADA.token });
      const response = await fetch(server.origin + ROUTES.authSession, { method: 'POST', body });
      expect(response.status).toBe(401);
    });

    it('does not mend a wrong token by a good cookie', async () => {
      const server = await start();
      const cookie = await server.signIn(ADA.token);
      const headers = { ...withCookie(cookie), ...bearer('token-of-nobody-0123456789') };
      expect((await server.send('GET', '/probe', headers)).status).toBe(401);
    });

    it('answers a command beyond the role with 403', async () => {
      const server = await start();
      const response = await server.send('POST', '/probe', bearer(VIC.token));
      expect(response.status).toBe(403);
      expect(await response.json()).toEqual({ error: 'FORBIDDEN', message: 'This needs the role operator.' });
      expect((await server.send('POST', '/probe', bearer(OPA.token))).status).toBe(201);
      expect((await server.send('POST', '/probe', bearer(ADA.token))).status).toBe(201);
    });

    it('keeps the servers of one process apart', async () => {
      const first = await start({ tokens: [ADA] });
      const second = await start({ tokens: [VIC] });
      expect((await first.send('GET', '/probe', bearer(ADA.token))).status).toBe(200);
      expect((await first.send('GET', '/probe', bearer(VIC.token))).status).toBe(401);
      expect((await second.send('GET', '/probe', bearer(VIC.token))).status).toBe(200);
      const cookie = await first.signIn(ADA.token);
      expect((await first.send('GET', '/probe', withCookie(cookie))).status).toBe(200);
      expect((await second.send('GET', '/probe', withCookie(cookie))).status).toBe(401);
    });
  });

  describe('by cookie', () => {
    it('signs in for 12 hours', async () => {
      const server = await start();
      const response = await server.send('POST', ROUTES.authSession, bearer(VIC.token));
      const { expiresAt, ...identity } = (await response.json()) as AdminIdentity;
      expect(identity).toEqual({ name: 'vic', role: 'viewer', tenantId: 'acme' });
      const hours = (Date.parse(String(expiresAt)) - Date.now()) / 3_600_000;
      expect(hours).toBeGreaterThan(11.9);
      expect(hours).toBeLessThanOrEqual(12);
      expect(response.headers.get('cache-control')).toBe('no-store');
    });

    it('sets a cookie that stays on this site and out of scripts', async () => {
      const server = await start();
      const response = await server.send('POST', ROUTES.authSession, bearer(ADA.token));
      const attributes = setCookieOf(response).split('; ').slice(1);
      expect(attributes).toEqual(
        expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Path=/', 'Max-Age=43200']),
      );
      expect(attributes).not.toContain('Secure');
    });

    it.each([
      ['the public URL is https', { publicUrl: 'https://watch.example' }, {}],
      ['the trusted proxy says so', { trustProxy: 1 }, { 'x-forwarded-proto': 'https' }],
    ])('is Secure when %s', async (_, settings, headers) => {
      const server = await start(settings);
      const response = await server.send('POST', ROUTES.authSession, { ...bearer(ADA.token), ...headers });
      expect(setCookieOf(response)).toContain('; Secure');
    });

    it('has a name of its own where the port is not a default one, so that two servers on a host keep apart', async () => {
      const [first, second] = [await start({ publicUrl: null }), await start({ publicUrl: null })];
      const names = [];
      for (const server of [first, second]) {
        const response = await server.send('POST', ROUTES.authSession, bearer(ADA.token));
        const [pair = ''] = response.headers.getSetCookie()[0]?.split(';') ?? [];
        names.push(pair.split('=')[0]);
        expect((await server.send('GET', '/probe', { cookie: pair })).status).toBe(200);
      }
      expect(names).toEqual([
        expect.stringMatching(/^crowsnest_session_[0-9a-f]{8}$/),
        expect.stringMatching(/^crowsnest_session_[0-9a-f]{8}$/),
      ]);
      expect(names[0]).not.toBe(names[1]);
    });

    it('does not carry the token', async () => {
      const server = await start();
      const cookie = await server.signIn(ADA.token);
      expect(JSON.stringify(decodeJwt(cookie))).not.toContain(ADA.token);
    });

    it('tells who is signed in', async () => {
      const server = await start();
      const cookie = await server.signIn(VIC.token);
      const response = await server.send('GET', ROUTES.authSession, withCookie(cookie));
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({
        name: 'vic',
        role: 'viewer',
        tenantId: 'acme',
        expiresAt: expect.stringMatching(/Z$/),
      });
    });

    it('tells the holder of a bearer token that it has no end', async () => {
      const server = await start();
      const response = await server.send('GET', ROUTES.authSession, bearer(ADA.token));
      expect(await response.json()).toEqual({ name: 'ada', role: 'admin', tenantId: null, expiresAt: null });
    });

    it('does not make a new sign-in of a cookie', async () => {
      const server = await start();
      const headers = { ...withCookie(await server.signIn(ADA.token)), origin: server.origin };
      const response = await server.send('POST', ROUTES.authSession, headers);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(response.headers.getSetCookie()).toEqual([]);
    });

    it('is over after 12 hours', async () => {
      const server = await start();
      const now = Date.now();
      const cookie = await server.signIn(ADA.token);
      setClock(now + 11.9 * 3_600_000);
      expect((await server.send('GET', '/probe', withCookie(cookie))).status).toBe(200);
      setClock(now + 12.1 * 3_600_000);
      expect((await server.send('GET', '/probe', withCookie(cookie))).status).toBe(401);
    });

    it('refuses a cookie that another key signed', async () => {
      const server = await start();
      const claims = decodeJwt(await server.signIn(ADA.token));
      const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.alloc(32));
      expect((await server.send('GET', '/probe', withCookie(forged))).status).toBe(401);
    });

    it('refuses a cookie without a signature', async () => {
      const server = await start();
      const [, claims] = (await server.signIn(ADA.token)).split('.');
      const header = Buffer.from('{"alg":"none"}').toString('base64url');
      expect((await server.send('GET', '/probe', withCookie(`${header}.${claims}.`))).status).toBe(401);
    });
  });

  describe('a cookie', () => {
    it('is refused when its claims are those of somebody else', async () => {
      const server = await start();
      const [ofAda, ofVic] = [await server.signIn(ADA.token), await server.signIn(VIC.token)];
      const [, claims] = ofAda.split('.');
      const [header, , signature] = ofVic.split('.');
      const forged = [header, claims, signature].join('.');
      expect((await server.send('GET', '/probe', withCookie(forged))).status).toBe(401);
    });

    it('opens nothing any more once its token has expired, and neither does the token', async () => {
      const now = Date.now();
      const brief = { ...ADA, expiresAt: new Date(now + 60_000) };
      const server = await start({ tokens: [brief, VIC] });
      const cookie = await server.signIn(ADA.token);
      setClock(now + 60_000);
      expect((await server.send('GET', '/probe', withCookie(cookie))).status).toBe(401);
      expect((await server.send('GET', '/probe', bearer(ADA.token))).status).toBe(401);
    });

    it('opens nothing any more once its token has been rotated out, and the new token opens', async () => {
      const next = { ...ADA, token: 'next-token-of-ada-0123456789' };
      const server = await start();
      const tokens = server.app.get(AdminTokens);
      const cookie = await server.signIn(ADA.token);
      const statuses = async () => {
        const all = [withCookie(cookie), bearer(ADA.token), bearer(next.token)];
        return Promise.all(all.map(async (headers) => (await server.send('GET', '/probe', headers)).status));
      };
      tokens.replaceAll([ADA, next]);
      expect(await statuses()).toEqual([200, 200, 200]);
      tokens.replaceAll([next]);
      expect(await statuses()).toEqual([401, 401, 200]);
    });

    it('has the rights that its token has now', async () => {
      const server = await start();
      const cookie = await server.signIn(VIC.token);
      server.app.get(AdminTokens).replaceAll([{ ...VIC, role: 'operator', tenantId: 'globex' }]);
      const response = await server.send('GET', '/probe', withCookie(cookie));
      expect(await response.json()).toEqual({ name: 'vic', role: 'operator', tenantId: 'globex' });
    });

    it('opens although the clock that it was issued by is ahead', async () => {
      const server = await start();
      const now = Date.now();
      setClock(now + 300_000);
      const cookie = await server.signIn(ADA.token);
      setClock(now);
      expect((await server.send('GET', '/probe', withCookie(cookie))).status).toBe(200);
    });
  });

  describe('commands by cookie', () => {
    it('go through from a page of the server', async () => {
      const server = await start();
      const headers = { ...withCookie(await server.signIn(ADA.token)), origin: server.origin };
      expect((await server.send('POST', '/probe', headers)).status).toBe(201);
    });

    it.each([
      ['without an Origin', undefined],
      ['from another port', 'http://127.0.0.1:1'],
      ['from another scheme', 'https://127.0.0.1'],
      ['from another name of the machine', 'http://localhost'],
    ])('are answered with 403 %s', async (_, origin) => {
      const server = await start();
      const cookie = await server.signIn(ADA.token);
      const headers = { ...withCookie(cookie), ...(origin && { origin }) };
      for (const [method, path] of [
        ['POST', '/probe'],
        ['DELETE', ROUTES.authSession],
      ] as const) {
        const response = await server.send(method, path, headers);
        expect(response.status).toBe(403);
        expect(await response.json()).toMatchObject({ error: 'ORIGIN_NEEDED' });
      }
      expect((await server.send('GET', '/probe', withCookie(cookie))).status).toBe(200);
    });

    it('go through from the public URL', async () => {
      const server = await start({ publicUrl: 'https://watch.example' });
      const headers = { ...withCookie(await server.signIn(ADA.token)), origin: 'https://watch.example' };
      expect((await server.send('POST', '/probe', headers)).status).toBe(201);
    });

    it('need no Origin by bearer token', async () => {
      const server = await start();
      expect((await server.send('POST', '/probe', bearer(ADA.token))).status).toBe(201);
    });
  });

  describe('signing out', () => {
    it('ends the cookie, and no other', async () => {
      const server = await start();
      const cookie = await server.signIn(ADA.token);
      const other = await server.signIn(ADA.token);
      const response = await server.signOut(cookie);
      expect(response.status).toBe(204);
      expect(setCookieOf(response)).toMatch(/^crowsnest_session=; Path=\/; Expires=Thu, 01 Jan 1970/);
      expect((await server.send('GET', '/probe', withCookie(cookie))).status).toBe(401);
      expect((await server.signOut(cookie)).status).toBe(401);
      expect((await server.send('GET', '/probe', withCookie(other))).status).toBe(200);
    });

    it('holds after a restart, when other cookies live on', async () => {
      const before = await start({ dataDirectory: directory });
      const ended = await before.signIn(ADA.token);
      const kept = await before.signIn(ADA.token);
      expect((await before.signOut(ended)).status).toBe(204);
      await before.app.close();
      const after = await start({ dataDirectory: directory });
      expect((await after.send('GET', '/probe', withCookie(ended))).status).toBe(401);
      expect((await after.send('GET', '/probe', withCookie(kept))).status).toBe(200);
    });

    it('says so when it cannot be kept', async () => {
      const server = await start({ dataDirectory: join(directory, 'data') });
      const cookie = await server.signIn(ADA.token);
      rmSync(join(directory, 'data'), { recursive: true });
      writeFileSync(join(directory, 'data'), 'in the way');
      const response = await server.signOut(cookie);
      expect(response.status).toBe(503);
      expect(await response.json()).toEqual({ error: 'SIGN_OUT_NOT_KEPT', message: expect.any(String) });
      expect((await server.send('GET', '/probe', withCookie(cookie))).status).toBe(401);
    });

    it('signs out nobody else, however often a viewer signs out', async () => {
      const server = await start({ dataDirectory: directory });
      const cookie = await server.signIn(ADA.token);
      const open = await server.signIn(VIC.token);
      const ended = await Promise.all(Array.from({ length: 101 }, () => server.signIn(VIC.token)));
      const statuses = await Promise.all(ended.map(async (one) => (await server.signOut(one)).status));
      expect(statuses[0]).toBe(204);
      for (const one of [open, ...ended])
        expect((await server.send('GET', '/probe', withCookie(one))).status).toBe(401);
      expect((await server.send('GET', '/probe', withCookie(cookie))).status).toBe(200);
    });

    it('tells those who watch the session, once', async () => {
      const server = await start();
      const sessions = server.app.get(AdminSessions);
      const cookie = await server.signIn(ADA.token);
      const admin = await sessions.find(cookie);
      const ends: string[] = [];
      sessions
        .whenEnded(admin!)
        .subscribe({ next: () => ends.push('end'), complete: () => ends.push('complete') });
      await server.signOut(await server.signIn(ADA.token));
      expect(ends).toEqual([]);
      await server.signOut(cookie);
      expect(ends).toEqual(['end', 'complete']);
    });
  });

  it('ends a cookie when its token is withdrawn, and keeps the others', async () => {
    const before = await start({ dataDirectory: directory });
    const [ada, vic] = [await before.signIn(ADA.token), await before.signIn(VIC.token)];
    await before.app.close();
    const after = await start({ dataDirectory: directory, tokens: [{ ...VIC, role: 'operator' }] });
    expect((await after.send('GET', '/probe', withCookie(ada))).status).toBe(401);
    const response = await after.send('GET', '/probe', withCookie(vic));
    expect(await response.json()).toMatchObject({ name: 'vic', role: 'operator' });
  });

  describe('wrong attempts', () => {
    const WRONG = bearer('token-of-nobody-0123456789');

    async function guess(server: Server, times: number, headers = {}): Promise<number[]> {
      const statuses: number[] = [];
      for (let n = 0; n < times; n += 1) {
        statuses.push((await server.send('GET', '/probe', { ...WRONG, ...headers })).status);
      }
      return statuses;
    }

    it('are refused after ten in a minute', async () => {
      const server = await start();
      const now = Date.now();
      setClock(now);
      expect(await guess(server, 11)).toEqual([...Array<number>(10).fill(401), 429]);
      setClock(now + 20_000);
      const response = await server.send('POST', ROUTES.authSession, WRONG);
      expect(response.status).toBe(429);
      expect(response.headers.get('retry-after')).toBe('40');
      expect(await response.json()).toEqual({ error: 'TOO_MANY_ATTEMPTS', message: expect.any(String) });
      setClock(now + 60_001);
      expect(await guess(server, 1)).toEqual([401]);
    });

    it('do not tell a guesser that the last guess was right', async () => {
      const server = await start();
      await guess(server, 10);
      expect((await server.send('GET', '/probe', bearer(ADA.token))).status).toBe(429);
    });

    it('do not shut out those who were right before', async () => {
      const server = await start();
      const cookie = await server.signIn(VIC.token);
      await guess(server, 11);
      expect((await server.send('GET', '/probe', withCookie(cookie))).status).toBe(200);
      expect((await server.send('GET', '/probe', bearer(VIC.token))).status).toBe(200);
    });

    it('are counted for each client that a trusted proxy names', async () => {
      const server = await start({ trustProxy: 1 });
      await guess(server, 11, { 'x-forwarded-for': '2001:db8:0:1::1' });
      const from = (address: string) => guess(server, 1, { 'x-forwarded-for': address });
      expect(await from('2001:db8:0:1:ffff::7')).toEqual([429]);
      expect(await from('2001:db8:0:2::1')).toEqual([401]);
      expect(await from('192.0.2.1')).toEqual([401]);
    });

    it('are not counted for an old cookie, nor for missing credentials', async () => {
      const server = await start();
      for (let n = 0; n < 12; n += 1) {
        expect((await server.send('GET', '/probe', withCookie('old'))).status).toBe(401);
        expect((await server.send('GET', '/probe')).status).toBe(401);
      }
    });
  });

  describe('without a configured token', () => {
    it('makes one, keeps it for its owner alone, and uses it again', async () => {
      const server = await startWithoutToken();
      const token = server.app.get(AdminTokens).generatedToken;
      expect(token).toMatch(/^[\w-]{43}$/);
      expect(readFileSync(join(directory, 'admin-token'), 'utf8')).toBe(`${token}\n`);
      expect([modeOf('admin-token'), modeOf('cookie-key')]).toEqual([0o600, 0o600]);
      const cookie = await server.signIn(String(token));
      await server.app.close();
      const again = await startWithoutToken();
      expect(again.app.get(AdminTokens).generatedToken).toBe(token);
      expect((await again.send('GET', '/probe', withCookie(cookie))).status).toBe(200);
    });

    it('withdraws it once others are configured', async () => {
      const token = String((await startWithoutToken()).app.get(AdminTokens).generatedToken);
      const server = await start({ dataDirectory: directory });
      expect(server.app.get(AdminTokens).generatedToken).toBeNull();
      expect((await server.send('GET', '/probe', bearer(token))).status).toBe(401);
    });

    it('keeps it in memory when there is no data directory', async () => {
      const [first, second] = [await start({ tokens: [] }), await start({ tokens: [] })];
      const token = String(first.app.get(AdminTokens).generatedToken);
      expect((await first.send('GET', '/probe', bearer(token))).status).toBe(200);
      expect(second.app.get(AdminTokens).generatedToken).not.toBe(token);
    });

    it.each(['admin-token', 'cookie-key'])('refuses to start when others can read %s', async (name) => {
      writeFileSync(join(directory, name), 'x'.repeat(43), { mode: 0o644 });
      await expect(startWithoutToken()).rejects.toMatchObject({
        code: 'PRIVATE_FILE',
        message: expect.stringMatching(`${name} can be read by others: .*chmod 600`),
      });
    });

    // Only root can give files to another user.
    const asRoot = process.getuid?.() === 0 ? it : it.skip;

    asRoot.each(['admin-token', 'cookie-key'])('refuses to start when another user made %s', async (name) => {
      writeFileSync(join(directory, name), `${'x'.repeat(43)}\n`, { mode: 0o600 });
      chownSync(join(directory, name), 65_534, 65_534);
      await expect(startWithoutToken()).rejects.toMatchObject({
        code: 'PRIVATE_FILE',
        message: expect.stringMatching(`${name} belongs to another user .*remove it`),
      });
    });

    it.each(['admin-token', 'cookie-key'])('refuses to start when %s is a link', async (name) => {
      writeFileSync(join(directory, 'elsewhere'), `${'x'.repeat(43)}\n`, { mode: 0o600 });
      symlinkSync('elsewhere', join(directory, name));
      await expect(startWithoutToken()).rejects.toMatchObject({
        message: expect.stringMatching(`${name} is not a regular file: remove it`),
      });
    });

    it('refuses to start in a folder that everybody can write into, with and without a kept token', async () => {
      const server = await startWithoutToken();
      await server.app.close();
      for (const name of [undefined, 'admin-token', 'cookie-key']) {
        if (name) rmSync(join(directory, name));
        chmodSync(directory, 0o777);
        await expect(startWithoutToken()).rejects.toMatchObject({
          code: 'PRIVATE_FILE',
          message: expect.stringMatching(/can be written by every user.*chmod o-w.*CROWSNEST_LOG/),
        });
      }
      chmodSync(directory, 0o700);
    });

    it.each(['', 'short', `${'x'.repeat(43)} ${'x'.repeat(43)}`])(
      'refuses to start when it is %j',
      async (text) => {
        writeFileSync(join(directory, 'admin-token'), text, { mode: 0o600 });
        await expect(startWithoutToken()).rejects.toMatchObject({
          code: 'PRIVATE_FILE',
          message: expect.stringContaining('admin-token does not hold a secret'),
        });
      },
    );
  });
});
