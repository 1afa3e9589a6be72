import type { INestApplication } from '@nestjs/common';
import { reduceStats, restoreStats, totalsOf, type CrowsnestEvent, type HistoryPage } from '#contract';
import { SessionDirectory } from '#sessions';
import { unpairedCalls } from '#testing';
import { awaitEvent } from '../support/environment/await-event.ts';
import { asAdmin, readAll, readSessions, readStats } from '../support/server/admin-api.ts';
import { CutSubscriber } from '../support/mixed-calls/cut-subscriber.ts';
import { callsIn, callsOf, countByTool } from '../support/mixed-calls/known-call.ts';
import { MixedAgent } from '../support/mixed-calls/mixed-agent.ts';
import { MixedTools } from '../support/mixed-calls/mixed-tools.ts';
import { Scene } from '../support/mixed-calls/scene.ts';
import { STEPS } from '../support/mixed-calls/steps.ts';
import { SEED, seededRandom } from '../support/environment/random.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { startApplication } from '../support/server/test-application.ts';

const AGENTS = 10;
const STEPS_EACH = 40;
const IDLE_MS = 600;

/** The complete history, newest page first, as the console reads it. */
async function readBackwards(origin: string, limit: number): Promise<CrowsnestEvent[]> {
  const events: CrowsnestEvent[] = [];
  for (;;) {
    const before = events[0] ? `&before=${events[0].id}` : '';
    const response = await asAdmin(origin, `/history?limit=${limit}${before}`);
    const page = ((await response.json()) as HistoryPage).events;
    events.unshift(...page);
    if (page.length < limit) return events;
  }
}

describe('concurrent calls of every kind', () => {
  const random = seededRandom(SEED);
  let app: INestApplication;
  let origin: string;
  let scene: Scene;
  let agents: MixedAgent[];
  let subscriber: CutSubscriber;
  let events: CrowsnestEvent[];

  const work = async (agent: MixedAgent): Promise<void> => {
    // Each agent has its own, so that its decisions do not depend on the pace of the others.
    const own = new Scene(app, origin, seededRandom(random.below(2 ** 31)));
    await agent.connect();
    for (let step = 0; step < STEPS_EACH; step += 1) await own.random.pick(STEPS)(own, agent);
    if (agent.era === 'legacy' && own.random.below(2) === 0) await agent.endSession();
    await agent.vanish();
    own.record.stop();
    scene.surprises.push(...own.surprises);
    scene.commands += own.commands;
  };

  beforeAll(async () => {
    const log = `sqlite:${await temporaryFolder()}/events.db` as const;
    const sessions = { protocolIdleMs: IDLE_MS, derivedIdleMs: IDLE_MS };
    ({ app, origin } = await startApplication([MixedTools], { events: { log }, sessions }));
    scene = new Scene(app, origin, random);
    subscriber = new CutSubscriber(origin, random);
    await subscriber.open();
    agents = Array.from({ length: AGENTS }, (_, n) => {
      const era = n % 2 === 0 ? 'legacy' : 'modern';
      return new MixedAgent(app, era, `${era}-${n}`);
    });
    const working = Promise.all(agents.map((agent) => work(agent)));
    await Promise.all([working, subscriber.follow(working)]);
    const directory = app.get(SessionDirectory);
    await awaitEvent(scene.record, () => directory.openSessions().length === 0, { timeoutMs: 60_000 });
    ({ events } = scene.record);
  }, 300_000);

  afterAll(() => app.close());

  it('are logged with the outcome that their agents saw, in the same order', () => {
    expect(scene.surprises).toEqual([]);
    for (const { name, ledger } of agents) {
      const told = callsOf(name, events);
      const groups = ledger.map((group) => told.splice(0, group.length));
      const sorted = (group: object[]): string[] => group.map((call) => JSON.stringify(call)).toSorted();
      expect({ name, calls: groups.map(sorted) }).toEqual({ name, calls: ledger.map(sorted) });
      expect({ name, more: told }).toEqual({ name, more: [] });
    }
    expect(unpairedCalls(events)).toEqual([]);
  });

  it('have the same numbers for the agents, in the history, in the counters and in the reducer on the stream', async () => {
    const known = agents.flatMap(({ ledger }) => ledger.flat());
    const { recentEvents, state: _, ...stats } = await readStats(origin);
    expect(await readAll(origin, '0')).toEqual(events);
    expect(await readBackwards(origin, 97)).toEqual(events);
    expect(countByTool(callsIn(events))).toEqual(countByTool(known));
    expect(stats).toMatchObject({
      asOf: events.at(-1)?.id,
      totalToolCalls: known.length,
      errorCount: known.filter(({ end }) => end !== 'done').length,
      toolCallsInFlight: 0,
      activeSessions: 0,
      inFlight: [],
      tools: countByTool(known),
    });
    expect(recentEvents).toEqual(events.slice(-50).toReversed());

    await subscriber.readTo(stats.asOf);
    expect(subscriber.hellos.length).toBeGreaterThan(20);
    expect(subscriber.gaps).toBe(0);
    expect(subscriber.hellos.filter(({ complete }) => !complete)).toEqual([]);
    expect(subscriber.events).toEqual(events);
    const folded = subscriber.events.reduce(reduceStats, restoreStats(subscriber.firstHello.stats.state));
    expect(totalsOf(folded)).toEqual(stats);
  });

  it('belong to sessions that end once, after their calls, and report the number of calls', async () => {
    const sessions = Map.groupBy(
      events.filter(({ type }) => !type.startsWith('admin:')),
      ({ sessionId }) => sessionId,
    );
    for (const [sessionId, own] of sessions) {
      const calls = own.filter(({ type }) => type === 'tool:start').length;
      const types = own.map(({ type }) =>
        type.replace(/^tool:.*/, 'tool').replace(/^session:(close|expired)/, 'end'),
      );
      expect({ sessionId, types: types.join(' ') }).toEqual({
        sessionId,
        types: ['open', ...Array<string>(2 * calls).fill('tool'), 'end']
          .join(' ')
          .replace('open', 'session:open'),
      });
      expect(own.at(-1)?.data).toMatchObject({ calls });
    }
    const listed = await readSessions(origin);
    expect(listed).toHaveLength(sessions.size);
    for (const { sessionId, state, calls, callsInFlight } of listed) {
      expect(state).not.toBe('open');
      const own = sessions.get(sessionId) ?? [];
      expect({ calls, callsInFlight }).toEqual({
        calls: own.filter(({ type }) => type === 'tool:start').length,
        callsInFlight: 0,
      });
    }
  });

  it('cover every way in which calls and sessions end', () => {
    const of = (type: string): number => events.filter((event) => event.type === type).length;
    expect(new Set(agents.flatMap(({ ledger }) => ledger.flat().map(({ end }) => end)))).toEqual(
      new Set(['done', 'tool', 'thrown', 'protocol', 'timeout', 'cancelled', 'invalid-arguments']),
    );
    expect(of('tool:start')).toBeGreaterThan(400);
    expect(of('session:expired')).toBeGreaterThan(0);
    const reasons = scene.record.all('session:close').map(({ data }) => data.reason);
    expect(new Set(reasons)).toEqual(new Set(['client', 'admin']));
    const commands = events.filter(
      ({ type, data }) =>
        (type === 'admin:session-end' || type === 'admin:call-cancel') && data.outcome === 'done',
    );
    expect(commands).toHaveLength(scene.commands);
  });
});
