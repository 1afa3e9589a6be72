import type { StatsSnapshot, UncommittedEvent } from '#contract';
import { EventLog, ProjectionKeeper } from '#events';
import { TESTING_ADMIN_TOKEN } from '#testing';
import { SEED, seededRandom } from '../support/environment/random.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { asAdmin, readAll } from '../support/server/admin-api.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';
import { randomEvents } from '../support/stats/random-events.ts';

const TENANT_TOKEN = 'a-token-of-one-tenant-only';
const everybody = { token: TESTING_ADMIN_TOKEN, name: 'admin', role: 'admin', tenantId: null } as const;
const oneTenant = { token: TENANT_TOKEN, name: 'viewer', role: 'viewer', tenantId: 'acme' } as const;

/** More than two kept states. */
const EVENTS = 24_000;
const MOMENTS = 50;

interface Answer {
  status: number;
  body: unknown;
}

/** What `/stats` told to an admin and to one of a tenant, when a moment was the present. */
interface Told {
  asOf: string;
  everything: unknown;
  ofTenant: unknown;
}

describe.each(['memory:', 'sqlite'])('the snapshot as it was, over %s', (engine) => {
  let application: TestApplication;
  let log: string;

  beforeEach(async () => {
    log = engine === 'sqlite' ? `sqlite:${await temporaryFolder()}/events.db` : engine;
  });

  afterEach(() => application.app.close());

  const start = async (maxEvents = 1_000_000): Promise<void> => {
    application = await startApplication([], {
      events: { log, maxEvents },
      signIn: { tokens: [everybody, oneTenant] },
    });
  };

  const get = async (query: string, token = TESTING_ADMIN_TOKEN): Promise<Answer> => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await asAdmin(application.origin, `/stats${query}`, { headers });
    return { status: response.status, body: await response.json() };
  };

  const append = async (events: readonly UncommittedEvent[]): Promise<void> => {
    const eventLog = application.app.get(EventLog);
    for (const event of events) eventLog.append(event);
    await eventLog.flush();
  };

  const tell = async (): Promise<Told> => {
    const everything = (await get('')).body as StatsSnapshot;
    return { asOf: everything.asOf, everything, ofTenant: (await get('', TENANT_TOKEN)).body };
  };

  const random = seededRandom(SEED);
  const place = { began: Date.now() - 3_600_000, lengthMs: 3_500_000 };

  it('is what /stats answered then, at any of fifty random events, also after a restart', async () => {
    const events = randomEvents(random, EVENTS, place);
    const cuts = Array.from({ length: MOMENTS }, () => random.below(EVENTS)).toSorted((a, b) => a - b);
    const told: Told[] = [];
    await start();
    for (const [index, cut] of cuts.entries()) {
      await append(events.slice(cuts[index - 1] ?? 0, cut));
      told.push(await tell());
      if (engine !== 'sqlite' || index !== MOMENTS / 2) continue;
      await application.app.close();
      await start();
    }
    await append(events.slice(cuts.at(-1)));
    for (const { asOf, everything, ofTenant } of told) {
      expect(await get(`?at=${asOf}`)).toEqual({ status: 200, body: everything });
      expect(await get(`?at=${asOf}`, TENANT_TOKEN)).toEqual({ status: 200, body: ofTenant });
    }
  });

  it('is found by a time, by an id between two events, and by one of another form', async () => {
    await start();
    const at = (ms: number): string => new Date(place.began + ms).toISOString();
    const call = (n: number): UncommittedEvent => ({
      type: 'tool:start',
      sessionId: 's',
      tenantId: 'acme',
      timestamp: at(n * 1_000),
      data: { callId: `call-${n}`, tool: 'search' },
    });
    await append([1, 2, 3, 4].map(call));
    const [, second] = await readAll(application.origin, '0');
    const calls = async (moment: string): Promise<unknown> =>
      ((await get(`?at=${moment}`)).body as StatsSnapshot).totalToolCalls;
    expect(await calls(at(2_000))).toBe(2);
    expect(await calls(at(2_999))).toBe(2);
    expect(await calls(second!.id)).toBe(2);
    expect(await calls(`${second!.id}-5`)).toBe(2);
    expect(await calls(application.app.get(EventLog).start)).toBe(0);
    const present = await get('');
    const later = new Date(Date.now() + 60_000).toISOString();
    const end = ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59-14:00'];
    for (const moment of [at(4_000), later, ...end, '9007199254740991'])
      expect(await get(`?at=${moment}`)).toEqual(present);
  });

  it('is refused with the first moment that is kept, once earlier events were dropped', async () => {
    await start(12_000);
    const events = randomEvents(random, EVENTS, place);
    for (let first = 0; first < EVENTS; first += 1_000) {
      await append(events.slice(first, first + 1_000));
      // Events are not dropped before the checkpoints include them.
      await application.app.get(ProjectionKeeper).save();
    }
    const { start: oldest } = application.app.get(EventLog);
    const kept = { id: expect.stringMatching(/^\d+$/), time: expect.stringMatching(/^\d{4}-.*Z$/) };
    const message = expect.stringMatching(/from event \d+ of \d{4}-.*Z on$/);
    const notKept = { error: 'NOT_KEPT', message, kept };
    const early = ['0', '1', oldest, '2026-01-01', new Date(place.began - 1).toISOString()];
    for (const moment of early) expect(await get(`?at=${moment}`)).toEqual({ status: 404, body: notKept });
    const { body } = await get('?at=0');
    const first = (body as { kept: { id: string } }).kept.id;
    expect(await get(`?at=${first}`)).toMatchObject({ status: 200, body: { asOf: first } });
    expect((await get(`?at=${Number(first) - 1}`)).status).toBe(404);
  });

  it.each([
    ['?at=yesterday', /"at" takes the id of an event, or a time/],
    ['?at=1&at=2', /more than once/],
    ['?at=1&filter=tool:a', /"at" chooses a moment, and cannot be combined with "filter"/],
    ['?at=1&from=2026-11-22', /"at" chooses a moment, and cannot be combined with "from"/],
  ])('of %s is refused as a bad parameter', async (query, message) => {
    await start();
    const body = { error: 'BAD_PARAMETER', message: expect.stringMatching(message) };
    expect(await get(query)).toEqual({ status: 400, body });
  });
});
