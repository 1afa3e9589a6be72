import { inspect } from 'node:util';
import { EventLog, EventPublisher } from '#events';
import { BASE, fromElsewhere, KEYS, startAllRoutes } from '../support/access/all-routes.ts';
import { bearer } from '../support/access/holders.ts';
import { PATHS, statusesOf, type Method, type PathRow } from '../support/access/status-table.ts';
import { readAll, readStats } from '../support/server/admin-api.ts';
import { publishCalls } from '../support/server/published-calls.ts';
import { SEED, seededRandom, type Random } from '../support/environment/random.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import type { TestApplication } from '../support/server/test-application.ts';

/** Number of queries per route that reads one. `FUZZ=100000 npm test -- e2e/admin/query-fuzz` starts a long run. */
const QUERIES = Number(process.env['FUZZ'] ?? 150);
/** Number of queries for another route, such as one that only refuses them. */
const OTHER_QUERIES = Math.ceil(QUERIES / 5);
/** The routes that read something of a query, rather than refusing or ignoring all. */
const READING = [
  '/events',
  '/history',
  '/history/export',
  '/sessions',
  '/sessions/of%20search/events',
  '/stats',
  '/stats/series',
];

interface Route {
  method: Method;
  path: string;
  whose: keyof typeof KEYS;
  /** The status codes that an answer may have, besides those for a faulty query, or for nothing of that id. */
  statuses: readonly number[];
}

/** Every route, by what it is asked for in the table of status codes. */
const ROUTES = new Map(
  [...PATHS, ...READING.map((path): PathRow => ({ path, served: { GET: [401, 200] } }))]
    .flatMap(routesOf)
    .map((route) => [`${route.method} ${route.path}`, route] as const),
);

function routesOf(row: PathRow): Route[] {
  const [path = ''] = row.path.split('?');
  const methods = Object.keys(row.served) as Method[];
  const statusesFor = (method: Method): number[] =>
    PATHS.filter((other) => other.path.split('?')[0] === path).flatMap((other) => statusesOf(other, method));
  return methods.map((method) => ({
    method,
    path,
    whose: row.whose ?? 'admin',
    statuses: statusesFor(method),
  }));
}

/** Milliseconds after which an answer counts as a hang. */
const HANG_MS = 20_000;

// prettier-ignore
const NAMES = [
  'after', 'before', 'limit', 'type', 'tenant', 'session', 'tool', 'from', 'to', 'format', 'replay', 'lastEventId',
  'cursor', 'state', 'filter', 'step', 'at', 'sort', '__proto__', 'constructor', 'hasOwnProperty', '', 'x',
];
const BRACKETS = ['', '', '', '[]', '[0]', '[a]', '[a][b]', '[__proto__]', '[', ']', '%5B%5D', '[][][]'];
// prettier-ignore
const TEXTS = [
  '0', '1', '-1', '1e3', '0x10', '9007199254740993', '99999999999999999999', '1-0', '1-1', 'LAST', 'LAST-0',
  'tool:start', 'tool:start,tool:done', ',', 'a,,b', 'open', 'closed', 'jsonl', 'csv', 'null', 'undefined',
  '2026-01-01', '2026-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '-000001-01-01T00:00:00Z', '2026-13-01',
  'open_2026-01-01T00:00:00.000Z_x', 'ended_9999-99-99T99:99:99.999Z_', '%00', '%0A', '%0D%0Aid: 5', '%',
  '%ZZ', '%C0%80', '%F0%9F%98%80', '%ED%A0%80', '%E2%80%A8', 'é', '../..', "';DROP TABLE", '"', '\\', '*', '?',
  'session-%22:%5B', 'is:error', '-type:tool:*', 'tool:s*,%22a%20b', 'duration:1s..', 'client:%F0%9F', '-', '+', '%20', '&', '=', '#', 'a'.repeat(3_000), '1'.repeat(400), ','.repeat(500),
];

function valueOf(random: Random, last: string): string {
  const text = random.pick(TEXTS).replace('LAST', last);
  if (random.below(8) > 0) return text;
  const raw = Array.from({ length: random.below(12) }, () => random.below(0xff));
  return raw.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

function queryOf(random: Random, last: string): string {
  const pairs = Array.from({ length: random.below(5) }, () => {
    const name = random.pick(NAMES) + random.pick(BRACKETS);
    return random.below(10) === 0 ? name : `${name}=${valueOf(random, last)}`;
  });
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

describe.each(['memory:', 'sqlite'])('random queries of a server over %s', (engine) => {
  let application: TestApplication;
  let root: string;
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);

  beforeAll(async () => {
    application = await startAllRoutes(
      engine === 'sqlite' ? `sqlite:${await temporaryFolder()}/events.db` : engine,
    );
    root = application.origin + BASE;
    process.on('unhandledRejection', note).on('uncaughtException', note);
    const client = { name: 'agent', version: '1' };
    const data = { origin: 'protocol', client, protocolVersion: '2025-11-25' } as const;
    application.app
      .get(EventPublisher)
      .publish({ type: 'session:open', sessionId: 'of search', tenantId: 'default', data });
    await publishCalls({ ...application, origin: root }, 300);
  });

  afterAll(async () => {
    await application.app.close();
    process.off('unhandledRejection', note).off('uncaughtException', note);
  });

  /** Returns the status of an answer after reading all of it; of a stream, only its first frame. */
  const ask = async (
    { method, whose }: Route,
    path: string,
    headers: Record<string, string>,
  ): Promise<number> => {
    const abort = new AbortController();
    const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(HANG_MS)]);
    const all = { ...bearer(KEYS[whose]), ...fromElsewhere(), ...headers };
    const response = await fetch(root + path, { method, headers: all, signal, redirect: 'manual' });
    const isStream = response.headers.get('content-type') === 'text/event-stream' && method === 'GET';
    if (!isStream) await response.arrayBuffer();
    else await response.body?.getReader().read();
    abort.abort();
    return response.status;
  };

  it.each([...ROUTES])(
    'to %s get an answer of the route, or an error that names the fault',
    async (_, route) => {
      const random = seededRandom(SEED);
      const { last } = application.app.get(EventLog);
      const isReading = READING.includes(route.path);
      const allowed = new Set([...route.statuses, 200, 400, 404]);
      const tally = new Map<number, number>();
      for (let n = 0; n < (isReading ? QUERIES : OTHER_QUERIES); n += 1) {
        const path = route.path + queryOf(random, last);
        const header = random.pick([
          '',
          '',
          '',
          '0',
          last,
          `${last}-0`,
          '007',
          'x',
          '1 2',
          '\u00e9',
          '9'.repeat(30),
        ]);
        const status = await ask(route, path, header === '' ? {} : { 'last-event-id': header }).catch(
          (error: unknown) => {
            throw new Error(`${path} with the id ${inspect(header)} failed`, { cause: error });
          },
        );
        if (!allowed.has(status)) throw new Error(`${path} was answered with ${status}`);
        tally.set(status, (tally.get(status) ?? 0) + 1);
      }
      // Queries that are all accepted, or all rejected, would test nothing.
      expect(tally.size).toBeGreaterThan(isReading ? 1 : 0);
      expect(unhandled).toEqual([]);
    },
  );

  it('change neither the counters nor the history, except for exports in the audit trail', async () => {
    expect(await readStats(root)).toMatchObject({ totalToolCalls: 300 });
    // Exports, sign-ins and refused commands are part of the audit trail.
    const events = (await readAll(root, '0')).filter(({ type }) => !type.startsWith('admin:'));
    expect(events).toHaveLength(301);
    expect(unhandled).toEqual([]);
  });
});
