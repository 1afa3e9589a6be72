import type { CrowsnestEvent, HistoryPage, RangeStats, StatsSeries } from '#contract';
import { EventLog } from '#events';
import { TESTING_ADMIN_TOKEN } from '#testing';
import { SEED, seededRandom } from '../support/environment/random.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { asAdmin, readAll } from '../support/server/admin-api.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';
import { countedByHand, seriesByHand } from '../support/stats/counted-by-hand.ts';
import { randomEvents } from '../support/stats/random-events.ts';

const TENANT_TOKEN = 'a-token-of-one-tenant-only';
const everybody = { token: TESTING_ADMIN_TOKEN, name: 'admin', role: 'admin', tenantId: null } as const;
const oneTenant = { token: TENANT_TOKEN, name: 'viewer', role: 'viewer', tenantId: 'acme' } as const;

const EVENTS = 6_500;
const HOURS = 6;
/** A whole hour, some hours ago: younger events are kept. */
const BEGAN = Math.floor(Date.now() / 3_600_000 - HOURS - 1) * 3_600_000;
const LENGTH_MS = HOURS * 3_600_000;

const FILTERS = [
  'tool:search',
  'tool:W*,translate',
  'tenant:acme',
  'tenant:acme,globex type:tool:*',
  'is:error',
  '-tool:weather',
  'duration:>100ms',
  'is:unknown',
  'is:running',
  'client:agent',
];

describe.each(['memory:', 'sqlite'])('the counters of a range over %s', (engine) => {
  let application: TestApplication;
  let all: CrowsnestEvent[];

  beforeAll(async () => {
    const log = engine === 'sqlite' ? `sqlite:${await temporaryFolder()}/events.db` : engine;
    application = await startApplication([], {
      events: { log },
      signIn: { tokens: [everybody, oneTenant] },
    });
    const events = application.app.get(EventLog);
    const began = { began: BEGAN, lengthMs: LENGTH_MS };
    for (const event of randomEvents(seededRandom(SEED), EVENTS, began)) events.append(event);
    await events.flush();
    all = await readAll(application.origin, '0');
  });

  afterAll(() => application.app.close());

  const get = async <T>(path: string, query: object, token = TESTING_ADMIN_TOKEN): Promise<T> => {
    const text = new URLSearchParams(Object.entries(query)).toString();
    const headers = { authorization: `Bearer ${token}` };
    const response = await asAdmin(application.origin, `${path}?${text}`, { headers });
    expect([text, response.status]).toEqual([text, 200]);
    return (await response.json()) as T;
  };

  const within = ({ from, to }: { from: string; to: string }): CrowsnestEvent[] =>
    all.filter(({ timestamp }) => timestamp >= from && timestamp < to);

  /** Random ranges from milliseconds to hours; some ends are whole minutes. */
  const randomRanges = (count: number, seed: number): { from: string; to: string }[] => {
    const random = seededRandom(seed);
    return Array.from({ length: count }, () => {
      const grid = random.pick([1, 60_000]);
      const start = BEGAN + Math.floor((random.below(LENGTH_MS + 3_600_000) - 1_800_000) / grid) * grid;
      const length = (1 + random.below(random.pick([3, 600, HOURS * 3_600]))) * random.pick([7, 1_000]);
      const end = start + Math.max(grid, Math.floor(length / grid) * grid);
      return { from: new Date(start).toISOString(), to: new Date(end).toISOString() };
    });
  };

  it('are those of its events, for any range, and the percentiles within 1 %', async () => {
    expect(all).toHaveLength(EVENTS);
    // Twice: the second time from what was kept the first time.
    for (const range of [...randomRanges(25, SEED), ...randomRanges(25, SEED)]) {
      const counted = await get<RangeStats>('/stats', range);
      expect(counted).toEqual({
        asOf: all.at(-1)!.id,
        since: expect.any(String),
        logOutage: null,
        complete: true,
        ...range,
        ...countedByHand(within(range)),
      });
    }
  });

  it('in steps are those of the events of each step, every step with its point', async () => {
    const random = seededRandom(SEED + 1);
    for (const range of [...randomRanges(15, SEED + 2), { from: iso(0), to: iso(LENGTH_MS) }]) {
      const least = Math.ceil((Date.parse(range.to) - Date.parse(range.from)) / 1_999);
      const step = Math.max(least, random.pick([7, 1_000, 60_000, 90_000, 300_000]));
      const series = await get<StatsSeries>('/stats/series', { ...range, step });
      expect(series).toEqual({
        ...range,
        step,
        complete: true,
        points: seriesByHand(within(range), { ...range, step }),
      });
    }
  });

  it('in steps begin at multiples of the step, so that two series agree', async () => {
    const [early, late] = await Promise.all([
      get<StatsSeries>('/stats/series', { from: iso(60_000), to: iso(7_200_000), step: 600_000 }),
      get<StatsSeries>('/stats/series', { from: iso(1_234_567), to: iso(9_000_001), step: 600_000 }),
    ]);
    const shared = early.points.slice(3);
    expect(shared.length).toBeGreaterThan(5);
    expect(late.points.slice(1, 1 + shared.length)).toEqual(shared);
    expect(early.points.map(({ at }) => Date.parse(at) % 600_000)).toEqual(early.points.map(() => 0));
  });

  it('with a filter are those of the events of the same filter in history', async () => {
    const random = seededRandom(SEED + 4);
    const filters = ['', '-type:tool:start', 'session:session-3,session-4 -is:error', ...FILTERS];
    for (const range of randomRanges(filters.length, SEED + 5)) {
      const filter = [filters.pop(), random.pick(FILTERS)].join(' ').trim();
      const selected: CrowsnestEvent[] = [];
      for (let after = '0', more = true; more;) {
        const query = { ...range, filter, after, limit: '1000' };
        const { events } = await get<HistoryPage>('/history', query);
        selected.push(...events);
        after = events.at(-1)?.id ?? after;
        more = events.length === 1_000;
      }
      const hand = { filter, ...countedByHand(selected) };
      expect({ filter, ...(await get<RangeStats>('/stats', { ...range, filter })) }).toMatchObject(hand);
      const { step, points } = await get<StatsSeries>('/stats/series', { ...range, filter });
      expect({ filter, points }).toEqual({ filter, points: seriesByHand(selected, { ...range, step }) });
    }
  });

  it('with a filter about tenants show an admin of one tenant nothing of another', async () => {
    const range = { from: iso(0), to: iso(LENGTH_MS) };
    const other = await get('/stats', { ...range, filter: 'tenant:globex' }, TENANT_TOKEN);
    expect(other).toMatchObject({ activeSessions: 0, totalToolCalls: 0, tools: {} });
    const both = await get('/stats', { ...range, filter: 'tenant:globex,acme' }, TENANT_TOKEN);
    expect(both).toEqual(await get('/stats', range, TENANT_TOKEN));
  });

  it('of an admin of one tenant are those of that tenant', async () => {
    for (const range of randomRanges(10, SEED + 3)) {
      const own = within(range).filter(({ tenantId }) => tenantId === 'acme');
      expect(await get('/stats', range, TENANT_TOKEN)).toMatchObject(countedByHand(own));
      const { step, points } = await get<StatsSeries>('/stats/series', range, TENANT_TOKEN);
      expect(points).toEqual(seriesByHand(own, { ...range, step }));
    }
  });

  it('end now, and begin 15 minutes before their end, where the range does not say', async () => {
    const before = Date.now();
    const { from, to, activeSessions } = await get<RangeStats>('/stats', { from: iso(0) });
    expect(from).toBe(iso(0));
    expect(Date.parse(to)).toBeGreaterThanOrEqual(before);
    expect(activeSessions).toBe(30);
    expect(await get('/stats', { to: iso(3_600_000) })).toMatchObject({
      from: iso(2_700_000),
      to: iso(3_600_000),
    });
    const series = await get<StatsSeries>('/stats/series', {});
    expect(Date.parse(series.to) - Date.parse(series.from)).toBe(900_000);
    expect(series.step).toBe(5_000);
  });

  it.each([
    ['/stats?from=yesterday', 'BAD_PARAMETER', /"from" takes a time/],
    ['/stats?from=2026-11-22&from=2026-11-23', 'BAD_PARAMETER', /more than once/],
    ['/stats?from=2026-11-23&to=2026-11-22', 'BAD_PARAMETER', /before/],
    ['/stats?from=2026-11-22&to=2026-11-22', 'BAD_PARAMETER', /before/],
    ['/stats?filter=tool:', 'BAD_FILTER', /"filter" at position 0/],
    ['/stats/series?filter=none:1', 'BAD_FILTER', /"filter" at position 0/],
    ['/stats?range=day', 'UNKNOWN_PARAMETER', /"range"/],
    ['/stats?from=2026-11-22&step=1000', 'UNKNOWN_PARAMETER', /"step"/],
    ['/stats/series?step=0', 'BAD_PARAMETER', /whole number from 1/],
    ['/stats/series?step=1.5', 'BAD_PARAMETER', /whole number/],
    ['/stats/series?from=2026-11-22&to=2026-11-23&step=10', 'BAD_PARAMETER', /take 43222 or more/],
  ])('refuse %s with %s', async (path, error, message) => {
    const response = await asAdmin(application.origin, path);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error, message: expect.stringMatching(message) });
  });
});

function iso(ms: number): string {
  return new Date(BEGAN + ms).toISOString();
}
