import { createHash } from 'node:crypto';
import { bearer } from '../support/access/holders.ts';
import { ADMIN_TOKEN } from '../support/server/server-process.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const PUBLIC = 'https://watch.example';

interface Server extends TestApplication {
  path: string;
  /** The cookie that it sets, with its attributes. */
  cookie: string;
}

/** A server behind a proxy that serves several at one public origin, each at a path. */
async function start(path: string): Promise<Server> {
  const application = await startApplication([], { path, standalone: true, access: { publicUrl: PUBLIC } });
  const signIn = await fetch(`${application.origin}${path}/auth/session`, {
    method: 'POST',
    headers: bearer(ADMIN_TOKEN),
  });
  return { ...application, path, cookie: signIn.headers.getSetCookie()[0] ?? '' };
}

const pairOf = ({ cookie }: Server): string => cookie.split(';')[0] ?? '';
const nameOf = (server: Server): string => pairOf(server).split('=')[0] ?? '';

describe('two servers at one host and port, at different paths', () => {
  const servers: Server[] = [];

  beforeAll(async () => {
    for (const path of ['', '/ops', '/ops/of-acme']) servers.push(await start(path));
  });

  afterAll(async () => {
    for (const { app } of servers) await app.close();
  });

  it('set cookies with names of their own, for their own paths', () => {
    const digest = (path: string): string =>
      createHash('sha256')
        .update(PUBLIC + path)
        .digest('hex')
        .slice(0, 8);
    expect(servers.map(nameOf)).toEqual([
      'crowsnest_session',
      `crowsnest_session_${digest('/ops')}`,
      `crowsnest_session_${digest('/ops/of-acme')}`,
    ]);
    const paths = servers.map(({ cookie }) => /; Path=([^;]+)/.exec(cookie)?.[1]);
    expect(paths).toEqual(['/', '/ops', '/ops/of-acme']);
  });

  it('each know their own cookie among those that the browser sends', async () => {
    // The browser sends the cookies of the paths above too, in any order.
    const all = servers.map(pairOf);
    for (const { origin, path } of servers)
      for (const cookie of [all.join('; '), all.toReversed().join('; ')])
        expect((await fetch(`${origin}${path}/stats`, { headers: { cookie } })).status).toBe(200);
  });

  it('take no cookie of the others', async () => {
    for (const server of servers) {
      const others = servers.filter((other) => other !== server).map(pairOf);
      const status = async (cookie: string) =>
        (await fetch(`${server.origin}${server.path}/stats`, { headers: { cookie } })).status;
      expect(await status(others.join('; '))).toBe(401);
      // Nor when it comes under the name of their own: each signs with a key of its own.
      for (const other of others) expect(await status(`${nameOf(server)}=${other.split('=')[1]}`)).toBe(401);
    }
  });

  it('sign out of themselves alone', async () => {
    const [root, ops] = [await start(''), await start('/ops')];
    const cookie = [root, ops].map(pairOf).join('; ');
    const signOut = await fetch(`${ops.origin}/ops/auth/session`, {
      method: 'DELETE',
      headers: { cookie, origin: PUBLIC },
    });
    expect(signOut.status).toBe(204);
    expect(signOut.headers.getSetCookie()).toEqual([
      expect.stringMatching(new RegExp(`^${nameOf(ops)}=;.*Path=/ops;`)),
    ]);
    expect((await fetch(`${ops.origin}/ops/stats`, { headers: { cookie } })).status).toBe(401);
    expect((await fetch(`${root.origin}/stats`, { headers: { cookie } })).status).toBe(200);
    for (const { app } of [root, ops]) await app.close();
  });
});
