import { setTimeout as delay } from 'node:timers/promises';
import { compareEventIds, type CrowsnestEvent, type GapFrame } from '#contract';
import { connectLegacyClient, connectModernClient } from '#testing';
import { readAll, readStats } from '../support/server/admin-api.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { SEED, seededRandom } from '../support/environment/random.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';

const KILLS = 20;

/**
 * Agents that send each call as soon as the previous one is answered, until the server is gone. On a busy machine they
 * may give up a call before.
 */
async function callUntilGone(origin: string, isGone: () => boolean): Promise<void> {
  const callForever = async (call: (city: string) => Promise<unknown>): Promise<void> => {
    for (const city of cities()) if (!(await call(city).then(Boolean, () => !isGone()))) return;
  };
  const legacy = await connectLegacyClient(origin);
  const modern = await connectModernClient(origin);
  const weather = (city: string) => ({ name: 'get_current_weather', arguments: { city } });
  await Promise.all([
    callForever((city) => legacy.callTool(weather(city), undefined, { timeout: 2_000 })),
    callForever((city) => modern.callTool(weather(city), { timeout: 2_000 })),
  ]);
}

function* cities(): Generator<string> {
  for (;;) yield* ['Oslo', 'Lima', 'Nowhere'];
}

describe('a server that was killed twenty times under traffic', () => {
  const random = seededRandom(SEED);
  const received: CrowsnestEvent[] = [];
  const gaps: GapFrame[] = [];
  let server: ServerProcess;
  let log: CrowsnestEvent[];

  /** Kills the server under its agents, and returns the id that the subscriber resumes from. */
  const killUnderTraffic = async (last: string | undefined): Promise<string> => {
    const stream = await EventStream.open(server.origin, { lastEventId: last });
    let isGone = false;
    const agents = callUntilGone(server.origin, () => isGone).catch(() => undefined);
    const seen = 5 + random.below(40);
    await stream.until(() => stream.events.length >= seen);
    await delay(random.below(20));
    isGone = true;
    await server.kill();
    await agents;
    await stream.ended();
    received.push(...stream.events);
    gaps.push(...stream.gaps);
    return stream.lastEventId ?? last ?? stream.hello.stats.asOf;
  };

  beforeAll(async () => {
    const env = { CROWSNEST_LOG: `sqlite:${await temporaryFolder()}/events.db` };
    const port = await freePort();
    let last: string | undefined;
    for (let kill = 0; kill < KILLS; kill += 1) {
      server = await ServerProcess.start(port, env);
      last = await killUnderTraffic(last);
    }
    server = await ServerProcess.start(port, env);
    const stream = await EventStream.open(server.origin, { lastEventId: last });
    // The log commits the ends of lost sessions and calls shortly after the start.
    await waitUntil(
      async () => {
        const { activeSessions, toolCallsInFlight } = await readStats(server.origin);
        return activeSessions === 0 && toolCallsInFlight === 0;
      },
      { reason: 'every lost session and call has ended' },
    );
    const { asOf } = await readStats(server.origin);
    // If the last kill came before any agent connected, no session or call was left to end.
    await stream.until(() => compareEventIds(stream.lastEventId ?? last ?? '0', asOf) >= 0);
    stream.cut();
    received.push(...stream.events);
    gaps.push(...stream.gaps);
    log = await readAll(server.origin, '0');
  }, 600_000);

  afterAll(() => server.stop());

  it('sends every committed event once to a subscriber that resumes after each kill', () => {
    expect(received.length).toBeGreaterThanOrEqual(KILLS * 5);
    expect(gaps).toEqual([]);
    // The subscriber began with an empty log, so it must have received exactly what the log holds.
    expect(received).toEqual(log);
  });

  it('leaves no session and no call open after the next start', async () => {
    const of = (type: string): CrowsnestEvent[] => log.filter((event) => event.type === type);
    expect(of('tool:done').length + of('tool:error').length).toBe(of('tool:start').length);
    expect(of('session:close').length + of('session:expired').length).toBe(of('session:open').length);
    const lost = of('session:expired').filter(
      (event) => 'reason' in event.data && event.data.reason === 'instance-lost',
    );
    expect(lost.length).toBeGreaterThanOrEqual(KILLS);
    expect(await readStats(server.origin)).toMatchObject({
      activeSessions: 0,
      toolCallsInFlight: 0,
      inFlight: [],
      totalToolCalls: of('tool:start').length,
      errorCount: of('tool:error').length,
    });
  });

  it('reports a gap to a client that has the id of another log', async () => {
    const { asOf } = await readStats(server.origin);
    const stream = await EventStream.open(server.origin, { lastEventId: '9007199254740990' });
    await stream.until(() => stream.gaps.length > 0);
    expect(stream.hello.complete).toBe(false);
    expect(stream.gaps).toMatchObject([
      {
        requested: '9007199254740990',
        resumedAfter: asOf,
        from: null,
        to: null,
        missing: null,
        stats: { asOf },
      },
    ]);
    stream.cut();
  });
});
