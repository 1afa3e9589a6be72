import { ROUTES } from '#contract';
import { Edge } from '#edge';
import { ask } from '../support/access/ask.ts';
import { signIn } from '../support/access/credentials.ts';
import { mayCommand } from '../support/access/expectations.ts';
import {
  bearer,
  commands,
  HOLDERS,
  outsidersFor,
  seesTenant,
  type Holder,
} from '../support/access/holders.ts';
import { faultsOfRow } from '../support/access/matrix.ts';
import { isCommand, ROWS } from '../support/access/rows.ts';
import { drain, faultsOfStream, openStreams, type WatchedStream } from '../support/access/streams.ts';
import {
  fill,
  goOn,
  newTargets,
  readTenants,
  startWorld,
  type FilledTenant,
  type World,
} from '../support/access/world.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { readAll, readStats } from '../support/server/admin-api.ts';
import { ADMIN_TOKEN } from '../support/server/server-process.ts';

/** The first preparation opens some hundred streams, each of a sign-in of its own. */
import.meta.jest.setTimeout(240_000);

const OF_ADMINS: readonly string[] = [
  'operators',
  'erasers',
  'approvers',
  'silencers',
  'commanders',
  'rule-makers',
  'sign-in',
  'sign-out',
];
const BY_NAME = HOLDERS.map((holder): [string, Holder] => [holder.name, holder]);

describe('an application with several tenants', () => {
  let world: World;
  let tenants: FilledTenant[];
  let streams: WatchedStream[];

  beforeAll(async () => {
    world = await startWorld();
    await fill(world);
    streams = await openStreams(world, await readTenants(world.origin));
    await goOn(world);
    tenants = await readTenants(world.origin);
    for (const stream of streams) await drain(stream, tenants);
  });

  afterAll(() => world.close());

  it('has a row in the matrix for every route', () => {
    const registered = world.app.get(Edge).routeUrls.map((route) => route.join(' '));
    const served = [...registered, ...['POST', 'GET', 'DELETE'].map((method) => `${method} ${ROUTES.mcp}`)];
    const known = ROWS.map(({ route }) => route);
    const isKnown = (path: string) => known.some((route) => route.split(' ')[1]?.startsWith(path));
    expect([
      ...served
        .filter((route) => !known.includes(route))
        .map((route) => `${route} has no row: say in e2e/support/access/rows.ts who may use it`),
      ...known
        .filter((route) => !served.includes(route))
        .map((route) => `${route} has a row in e2e/support/access/rows.ts, and is not served`),
      ...Object.values(ROUTES)
        .filter((path) => !isKnown(path))
        .map((path) => `${path} of ROUTES has no row in e2e/support/access/rows.ts`),
    ]).toEqual([]);
  });

  it.each(BY_NAME)('answers the %s as role and tenant allow', async (_, who) => {
    const faults: string[] = [];
    for (const credential of world.credentials)
      for (const row of ROWS.filter((row) => !isCommand(row)))
        faults.push(...(await faultsOfRow(world.origin, tenants, { row, who, credential })));
    expect(faults).toEqual([]);
  });

  it.each(BY_NAME)('streams to the %s what role and tenant allow', (_, who) => {
    const own = streams.filter((stream) => stream.who === who);
    expect(own.length).toBeGreaterThan(0);
    expect(own.flatMap((stream) => faultsOfStream(stream, tenants))).toEqual([]);
  });

  it('answers whoever is no admin with 401, except for health and the console', async () => {
    const cookie = await signIn(world.origin, BY_NAME[0]![1]);
    const faults: string[] = [];
    for (const who of outsidersFor(cookie.split('=')[0] ?? ''))
      for (const row of ROWS.filter(({ access }) => access !== 'agents' || who.opens !== 'agents'))
        faults.push(...(await faultsOfRow(world.origin, tenants, { row, who })));
    expect(faults).toEqual([]);
  });
});

describe('the commands in an application with several tenants', () => {
  const ROWS_OF_COMMANDS = ROWS.filter(isCommand);
  let world: World;
  let tenants: FilledTenant[];

  beforeAll(async () => {
    world = await startWorld();
    await fill(world);
    tenants = await readTenants(world.origin);
  });

  afterAll(() => world.close());

  it('are refused to whoever may not give them, and change nothing then', async () => {
    const faults: string[] = [];
    for (const who of HOLDERS)
      for (const credential of world.credentials)
        for (const row of ROWS_OF_COMMANDS) {
          const others = tenants.filter((tenant) => !mayCommand(who, row, tenant));
          faults.push(...(await faultsOfRow(world.origin, others, { row, who, credential })));
        }
    expect(faults).toEqual([]);
    const { inFlight, activeSessions } = await readStats(world.origin);
    expect(inFlight.map(({ callId }) => callId)).toEqual(tenants.map(({ running }) => running));
    expect(activeSessions).toBe(tenants.length);
  });

  it('are on record when the role does not allow them', async () => {
    const viewer = HOLDERS.find(({ role }) => role === 'viewer')!;
    const refused = async (): Promise<number> =>
      (await readAll(world.origin, '0')).filter(
        ({ type, data }) =>
          type.startsWith('admin:') &&
          'admin' in data &&
          data.admin === viewer.name &&
          data.reason === 'FORBIDDEN',
      ).length;
    const routes = ROWS.filter(
      ({ route, access }) => !/^GET|\/auth\/|\/preview$/.test(route) && OF_ADMINS.includes(access),
    ).map(({ route }) => route.split(' ') as [method: string, path: string]);
    for (const [method, path] of routes) {
      const known = await refused();
      const answer = await ask(world.origin, [method, path], bearer(viewer.token));
      expect([method, path, answer.status]).toEqual([method, path, 403]);
      await waitUntil(async () => (await refused()) > known, {
        reason: `the refusal of ${method} ${path} is on record: its handler says by @Tries() what it would have done`,
      });
    }
    expect(routes.length).toBeGreaterThan(4);
  });

  it('need the exact Origin by cookie', async () => {
    const cookie = await signIn(world.origin, { token: ADMIN_TOKEN });
    const foreign = [{ cookie }, ...['http://127.0.0.1:1', 'null'].map((origin) => ({ cookie, origin }))];
    const statuses: number[] = [];
    for (const headers of foreign)
      for (const { route } of ROWS.filter(
        ({ route, access }) => !route.startsWith('GET') && OF_ADMINS.includes(access),
      ))
        statuses.push((await ask(world.origin, route.split(' ') as [string, string], headers)).status);
    expect(statuses).toEqual(Array<number>(foreign.length * 13).fill(403));
  });

  it('are carried out for those who may give them', async () => {
    const faults: string[] = [];
    for (const who of HOLDERS)
      for (const credential of world.credentials)
        for (const tenant of tenants.filter((one) => commands(who) && seesTenant(who, one))) {
          const fresh = [{ ...tenant, ...(await newTargets(world, tenant)) }];
          for (const row of ROWS_OF_COMMANDS.filter((one) => mayCommand(who, one, tenant)))
            faults.push(...(await faultsOfRow(world.origin, fresh, { row, who, credential })));
        }
    expect(faults).toEqual([]);
  });
});
