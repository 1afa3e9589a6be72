import { inspect } from 'node:util';
import { EventLog, EventPublisher } from '#events';
import { asAdmin, readAll, readStats } from '../support/server/admin-api.ts';
import { publishCalls } from '../support/server/published-calls.ts';
import { SEED, seededRandom, type Random } from '../support/environment/random.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

/** Number of queries per route. `FUZZ=100000 npm test -- e2e/admin/query-fuzz` starts a long run. */
const QUERIES = Number(process.env['FUZZ'] ?? 150);
const ROUTES = [
  '/events',
  '/history',
  '/history/export',
  '/sessions',
  '/sessions/of%20search/events',
  '/stats',
  '/stats/series',
];
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
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);

  beforeAll(async () => {
    const log = engine === 'sqlite' ? `sqlite:${await temporaryFolder()}/events.db` : engine;
    application = await startApplication([], { events: { log } });
    process.on('unhandledRejection', note).on('uncaughtException', note);
    const client = { name: 'agent', version: '1' };
    const data = { origin: 'protocol', client, protocolVersion: '2025-11-25' } as const;
    application.app
      .get(EventPublisher)
      .publish({ type: 'session:open', sessionId: 'of search', tenantId: 'default', data });
    await publishCalls(application, 300);
  });

  afterAll(async () => {
    await application.app.close();
    process.off('unhandledRejection', note).off('uncaughtException', note);
  });

  /** Returns the status of an answer after reading all of it; of a stream, only its first frame. */
  const ask = async (path: string, headers: Record<string, string>): Promise<number> => {
    const abort = new AbortController();
    const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(HANG_MS)]);
    const response = await asAdmin(application.origin, path, { headers, signal });
    const isStream = response.headers.get('content-type') === 'text/event-stream';
    if (!isStream) await response.arrayBuffer();
    else await response.body?.getReader().read();
    abort.abort();
    return response.status;
  };

  it.each(ROUTES)('to %s get 200 or an error that names the fault', async (route) => {
    const random = seededRandom(SEED);
    const { last } = application.app.get(EventLog);
    const tally = new Map<number, number>();
    for (let n = 0; n < QUERIES; n += 1) {
      const path = route + queryOf(random, last);
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
      const status = await ask(path, header === '' ? {} : { 'last-event-id': header }).catch(
        (error: unknown) => {
          throw new Error(`${path} with the id ${inspect(header)} failed`, { cause: error });
        },
      );
      if (![200, 400, 404].includes(status)) throw new Error(`${path} was answered with ${status}`);
      tally.set(status, (tally.get(status) ?? 0) + 1);
    }
    // Queries that are all accepted, or all rejected, would test nothing.
    expect(tally.size).toBeGreaterThan(1);
    expect(unhandled).toEqual([]);
  });

  it('change neither the counters nor the history, except for exports in the audit trail', async () => {
    const { origin } = application;
    expect(await readStats(origin)).toMatchObject({ totalToolCalls: 300 });
    // Exports are part of the audit trail.
    const events = (await readAll(origin, '0')).filter(({ type }) => type !== 'admin:export');
    expect(events).toHaveLength(301);
    expect(unhandled).toEqual([]);
  });
});
