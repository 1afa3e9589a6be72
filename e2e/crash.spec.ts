import { setTimeout as delay } from 'node:timers/promises';
import { compareEventIds, type CrowsnestEvent, type GapFrame } from '#contract';
import { connectLegacyClient, connectModernClient } from '#testing';
import { readAll, readStats } from './support/admin-api.ts';
import { EventStream } from './support/event-stream.ts';
import { seededRandom } from './support/random.ts';
import { freePort, ServerProcess } from './support/server-process.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const KILLS = 20;

/** Agents that call as fast as they are answered, until the server is gone. */
async function callUntilGone(origin: string): Promise<void> {
  const callForever = async (call: (city: string) => Promise<unknown>): Promise<void> => {
    for (const city of cities()) if (!(await call(city).then(Boolean, () => false))) return;
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

describe('a server that is killed under traffic', () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  const random = seededRandom(seed);
  const received: CrowsnestEvent[] = [];
  const gaps: GapFrame[] = [];
  let env: Record<string, string>;
  let port: number;

  beforeAll(async () => {
    env = { CROWSNEST_LOG: `sqlite:${await temporaryFolder()}/events.db` };
    port = await freePort();
  });

  it(`shows a subscriber each committed event once, over ${KILLS} kills (seed ${seed})`, async () => {
    let last: string | undefined;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const server = await ServerProcess.start(port, env);
      const stream = await EventStream.open(server.origin, { lastEventId: last });
      last ??= stream.hello.stats.asOf;
      const agents = callUntilGone(server.origin).catch(() => undefined);
      const seen = 5 + random.below(40);
      await stream.until(() => stream.events.length >= seen);
      await delay(random.below(20));
      await server.kill();
      await agents;
      await stream.until(() => stream.isOver, 5_000).catch(() => undefined);
      received.push(...stream.events);
      gaps.push(...stream.gaps);
      last = stream.lastEventId ?? last;
    }
    expect(received.length).toBeGreaterThanOrEqual(KILLS * 5);
    expect(gaps).toEqual([]);

    const server = await ServerProcess.start(port, env);
    const stream = await EventStream.open(server.origin, { lastEventId: last });
    const { asOf } = await readStats(server.origin);
    // Where the last kill came before any agent did, nothing was left to end, and there is nothing more to show.
    await stream.until(() => compareEventIds(stream.lastEventId ?? last ?? '0', asOf) >= 0);
    received.push(...stream.events);
    const log = await readAll(server.origin, '0');
    // The first subscription began with an empty log: what it was shown is the log, to the letter.
    expect(received).toEqual(log);
    stream.cut();
    expect(await server.stop()).toBe(0);
  }, 180_000);

  it('left nothing open: what a dead process had begun is ended by the next', async () => {
    const server = await ServerProcess.start(port, env);
    const stats = await readStats(server.origin);
    expect(stats).toMatchObject({ activeSessions: 0, toolCallsInFlight: 0, inFlight: [] });

    const events = await readAll(server.origin, '0');
    const of = (type: string): CrowsnestEvent[] => events.filter((event) => event.type === type);
    expect(of('tool:done').length + of('tool:error').length).toBe(of('tool:start').length);
    expect(of('session:close').length + of('session:expired').length).toBe(of('session:open').length);
    const lost = of('session:expired').filter(
      (event) => 'reason' in event.data && event.data.reason === 'instance-lost',
    );
    expect(lost.length).toBeGreaterThanOrEqual(KILLS);
    expect(stats).toMatchObject({
      totalToolCalls: of('tool:start').length,
      errorCount: of('tool:error').length,
    });
    expect(await server.stop()).toBe(0);
  });

  it('tells a subscriber with an id of another log that it cannot follow on', async () => {
    const server = await ServerProcess.start(port, env);
    const { asOf } = await readStats(server.origin);
    const stream = await EventStream.open(server.origin, { lastEventId: '9007199254740990' });
    await stream.until(() => stream.gaps.length > 0);
    expect(stream.hello.complete).toBe(false);
    expect(stream.gaps).toMatchObject([
      { requested: '9007199254740990', resumedAfter: asOf, stats: { asOf } },
    ]);
    stream.cut();
    await server.stop();
  });
});
