import type { CrowsnestEvent } from '#contract';
import { unpairedCalls } from '#testing';
import { readAll, readStats } from '../support/server/admin-api.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { Gate } from '../support/server/gate.ts';
import { callsIn, callsOf, countByTool, type CallEnd } from '../support/mixed-calls/known-call.ts';
import { MixedAgent } from '../support/mixed-calls/mixed-agent.ts';
import { SEED, seededRandom } from '../support/environment/random.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';

const KILLS = 3;
/** In each era this number of agents makes quick calls one after the other, and one makes a call that does not end. */
const QUICK = 2;

const QUICK_CALLS: [string, Record<string, unknown>, CallEnd][] = [
  ['get_current_weather', { city: 'Oslo' }, 'done'],
  ['get_current_weather', { city: 'Nowhere' }, 'tool'],
  ['get_current_weather', {}, 'invalid-arguments'],
  ['search_knowledge_base', { query: 'stream' }, 'done'],
  ['missing', {}, 'protocol'],
];
const SLOW_TOOL = 'wait_for';
/** The server with that tool. */
const WITH_SLOW_TOOL = { main: 'dist/e2e/support/server/waiting-server.js' };

describe('calls of a server that is killed several times', () => {
  const random = seededRandom(SEED);
  const [quick, slow]: [MixedAgent[], MixedAgent[]] = [[], []];
  const received: CrowsnestEvent[] = [];
  let since: string;
  let events: CrowsnestEvent[];
  let server: ServerProcess;
  let gate: Gate;

  const callUntilGone = async (agent: MixedAgent): Promise<void> => {
    for (;;) {
      const [tool, args, end] = random.pick(QUICK_CALLS);
      const seen = await agent.call(tool, args);
      // The answer to the last call may have been lost. If there was one, it was this one.
      const isGone = seen === 'nothing' || seen === 'no session';
      agent.ledger.push([{ tool, end: isGone ? end : seen }]);
      if (isGone) return;
    }
  };

  const workUntilKilled = async (round: number): Promise<void> => {
    const stream = await EventStream.open(server.origin, { lastEventId: received.at(-1)?.id ?? since });
    since ??= stream.hello.stats.asOf;
    const agentsOf = (role: string, count: number): MixedAgent[] =>
      (['legacy', 'modern'] as const).flatMap((era) =>
        Array.from(
          { length: count },
          (_, n) => new MixedAgent(server.origin, era, `${era}-${role}-${round}-${n}`),
        ),
      );
    const [callers, waiters] = [agentsOf('quick', QUICK), agentsOf('slow', 1)];
    const all = [...callers, ...waiters];
    await Promise.all(all.map((agent) => agent.connect()));
    const calling = callers.map((agent) => callUntilGone(agent));
    const frames = stream.frames.length + 20 + random.below(100);
    await stream.until(() => stream.frames.length >= frames);
    const waiting = waiters.map((agent) => agent.call(SLOW_TOOL, { url: gate.url }));
    const isSlow = (event: CrowsnestEvent): boolean =>
      event.type === 'tool:start' && event.data.tool === SLOW_TOOL;
    const opened = (): Set<string> =>
      new Set(stream.events.flatMap(({ type, data }) => (type === 'session:open' ? [data.client.name] : [])));
    await stream.until(
      () => stream.events.filter(isSlow).length === waiters.length && opened().size === all.length,
    );
    await server.kill();
    await Promise.all(all.map((agent) => agent.vanish()));
    await Promise.all(calling);
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => 'nothing'));
    await stream.ended();
    received.push(...stream.events);
    quick.push(...callers);
    slow.push(...waiters);
  };

  beforeAll(async () => {
    gate = await Gate.start();
    const env = { CROWSNEST_LOG: `sqlite:${await temporaryFolder()}/events.db` };
    const port = await freePort();
    for (let round = 0; round < KILLS; round += 1) {
      server = await ServerProcess.start(port, env, WITH_SLOW_TOOL);
      await workUntilKilled(round);
    }
    server = await ServerProcess.start(port, env, WITH_SLOW_TOOL);
    const stream = await EventStream.open(server.origin, { lastEventId: received.at(-1)?.id });
    const isOver = ({ type }: CrowsnestEvent): boolean =>
      type === 'session:close' || type === 'session:expired';
    await stream.until(
      () => [...received, ...stream.events].filter(isOver).length === KILLS * 2 * (QUICK + 1),
    );
    stream.cut();
    received.push(...stream.events);
    events = await readAll(server.origin, '0');
  }, 300_000);

  afterAll(async () => {
    gate.close();
    await server.stop();
  });

  it('are logged with the outcome that their agents saw, up to the last commit', () => {
    for (const { name, ledger } of quick) {
      const told = callsOf(name, events);
      const known = ledger.flat().slice(0, told.length);
      const [lastTold, lastKnown] = [told.at(-1), known.at(-1)];
      // The call was in flight, or its end was not on the disk yet, so the next process has ended it.
      if (lastKnown && lastTold?.end === 'cancelled') lastKnown.end = 'cancelled';
      expect({ name, calls: told }).toEqual({ name, calls: known });
    }
    const total = quick
      .map(({ name }) => callsOf(name, events).length)
      .reduce((sum, count) => sum + count, 0);
    expect(total).toBeGreaterThan(KILLS * 10);
  });

  it('end as cancelled when they were in flight', () => {
    for (const { name } of slow)
      expect({ name, calls: callsOf(name, events) }).toEqual({
        name,
        calls: [{ tool: SLOW_TOOL, end: 'cancelled' }],
      });
    const lost = events.filter((event) => event.type === 'tool:error' && event.data.kind === 'cancelled');
    expect(lost.length).toBeGreaterThanOrEqual(slow.length);
    for (const { data } of lost)
      expect(data).toMatchObject({ error: 'The server ended before the call did' });
    expect(unpairedCalls(events)).toEqual([]);
    const expired = events.filter((event) => event.type === 'session:expired');
    expect(expired.map(({ data }) => data.reason)).toEqual(expired.map(() => 'instance-lost'));
  });

  it('have the same numbers in the history, the counters and the stream after a kill', async () => {
    const calls = callsIn(events);
    expect(received).toEqual(events);
    expect(await readStats(server.origin)).toMatchObject({
      asOf: events.at(-1)?.id,
      totalToolCalls: calls.length,
      errorCount: calls.filter(({ end }) => end !== 'done').length,
      toolCallsInFlight: 0,
      activeSessions: 0,
      tools: countByTool(calls),
    });
  });
});
