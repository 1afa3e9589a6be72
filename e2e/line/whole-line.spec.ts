import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import {
  compareEventIds,
  reduceStats,
  restoreStats,
  totalsOf,
  type CrowsnestEvent,
  type StatsTotals,
} from '#contract';
import { EventLog } from '#events';
import { connectLegacyClient, connectModernClient } from '#testing';
import { Tool, type ToolContext } from '#tools';
import { readAll, readStats } from '../support/server/admin-api.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { SEED, seededRandom, type Random } from '../support/environment/random.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

@Injectable()
class Workbench {
  @Tool({ name: 'echo', input: z.object({ text: z.string() }) })
  echo({ text }: { text: string }): string {
    return text;
  }

  @Tool({ name: 'nap', input: z.object({ ms: z.number() }) })
  async nap({ ms }: { ms: number }, { signal }: ToolContext): Promise<string> {
    await delay(ms, undefined, { signal });
    return 'rested';
  }

  @Tool({ name: 'refuse' })
  refuse(): object {
    return { isError: true, content: [{ type: 'text', text: 'No results' }] };
  }

  @Tool({ name: 'break' })
  break(): never {
    throw new Error('It broke');
  }
}

/** What the agents know about their calls. */
interface Tally {
  calls: number;
  failed: number;
}

type Call = (name: string, args: Record<string, unknown>) => Promise<{ [field: string]: unknown }>;

async function work(call: Call, random: Random, calls: number, tally: Tally): Promise<void> {
  const choices: [string, Record<string, unknown>][] = [
    ['echo', { text: 'hello' }],
    ['echo', { text: 7 }],
    ['nap', { ms: random.below(8) }],
    ['refuse', {}],
    ['break', {}],
    ['missing', {}],
  ];
  for (let n = 0; n < calls; n += 1) {
    const [name, args] = random.pick(choices);
    tally.calls += 1;
    const failed = await call(name, args).then(
      (result) => result.isError === true,
      () => true,
    );
    if (failed) tally.failed += 1;
  }
}

/** Runs several agents of both eras at once. Half of those of the legacy era end their session. */
async function agentsAtWork(origin: string, random: Random, tally: Tally): Promise<void> {
  const legacy = async (index: number): Promise<void> => {
    const client = await connectLegacyClient(origin, { name: `legacy-${index}` });
    await work((name, args) => client.callTool({ name, arguments: args }), random, 40, tally);
    if (index % 2 === 0) await client.transport.terminateSession();
    await client.close();
  };
  const modern = async (index: number): Promise<void> => {
    const client = await connectModernClient(origin, { name: `modern-${index}` });
    await work((name, args) => client.callTool({ name, arguments: args }), random, 40, tally);
    await client.close();
  };
  await Promise.all([0, 1, 2].flatMap((index) => [legacy(index), modern(index)]));
}

const countersOf = ({
  activeSessions,
  totalToolCalls,
  toolCallsInFlight,
  errorCount,
  tools,
}: StatsTotals) => ({
  activeSessions,
  totalToolCalls,
  toolCallsInFlight,
  errorCount,
  tools,
});

const count = (events: CrowsnestEvent[], type: string): number =>
  events.filter((event) => event.type === type).length;

/** Minimum number of times that the subscriber's connection is cut. */
const CUTS = 8;

describe.each(['memory:', 'sqlite'])('the line from agent to admin over %s', (engine) => {
  let application: TestApplication;
  let random: Random;

  beforeEach(async () => {
    random = seededRandom(SEED);
    const log = engine === 'sqlite' ? `sqlite:${await temporaryFolder()}/events.db` : engine;
    application = await startApplication([Workbench], { events: { log } });
  });

  afterEach(() => application.app.close());

  const workUntil = async (isEnough: () => boolean): Promise<void> => {
    do await agentsAtWork(application.origin, random, { calls: 0, failed: 0 });
    while (!isEnough());
  };

  it('reports on every route the calls that the agents made', async () => {
    const { origin } = application;
    const before = await readStats(origin);
    const stream = await EventStream.open(origin);
    const tally: Tally = { calls: 0, failed: 0 };
    await agentsAtWork(origin, random, tally);
    await stream.until(
      () =>
        count(stream.events, 'tool:done') + count(stream.events, 'tool:error') === tally.calls &&
        // Sessions that their agents end: their last event may be committed after the answer to the agent.
        count(stream.events, 'session:close') === 2,
    );

    const stats = await readStats(origin);
    await stream.until(() => stream.lastEventId === stats.asOf);
    const events = stream.events;
    expect(await readAll(origin, before.asOf)).toEqual(events);
    expect(events.map((event) => event.id)).toEqual(stream.frames.slice(1).map((frame) => frame.id));

    expect(count(events, 'tool:start')).toBe(tally.calls);
    expect(count(events, 'tool:error')).toBe(tally.failed);
    expect(stats).toMatchObject({
      totalToolCalls: tally.calls,
      errorCount: tally.failed,
      toolCallsInFlight: 0,
    });
    // Three modern sessions, and the legacy one whose agent did not end it.
    expect(stats.activeSessions).toBe(4);

    const folded = events.reduce(reduceStats, restoreStats(stream.hello.stats.state));
    expect(countersOf(totalsOf(folded))).toEqual(countersOf(stats));
    expect(totalsOf(folded).asOf).toBe(stats.asOf);
    stream.cut();
  });

  it('ends every call exactly once, with the kind of its failure', async () => {
    await agentsAtWork(application.origin, random, { calls: 0, failed: 0 });
    await application.app.get(EventLog).flush();
    const events = await readAll(application.origin, '0');
    const ends = new Map<string, string[]>();
    for (const event of events) {
      if (event.type === 'tool:start') ends.set(event.data.callId, []);
      if (event.type === 'tool:done') ends.get(event.data.callId)?.push('done');
      if (event.type === 'tool:error')
        ends.get(event.data.callId)?.push(`${event.data.tool}: ${event.data.kind}`);
    }
    expect(ends.size).toBe(240);
    expect([...ends.values()].filter((kinds) => kinds.length !== 1)).toEqual([]);
    const kinds = new Set([...ends.values()].flat());
    expect([...kinds].toSorted()).toEqual([
      'break: thrown',
      'done',
      'echo: tool',
      'missing: protocol',
      'refuse: tool',
    ]);
  });

  it('sends each event once to a subscriber that is disconnected at random moments', async () => {
    const { origin } = application;
    const before = await readStats(origin);
    const received: CrowsnestEvent[] = [];
    let cuts = 0;
    let working = true;
    const agents = workUntil(() => cuts >= CUTS).finally(() => (working = false));
    for (let last: string | undefined = before.asOf; working; cuts += 1) {
      const stream = await EventStream.open(origin, { lastEventId: last });
      await delay(random.below(60));
      stream.cut();
      received.push(...stream.events);
      expect(stream.gaps).toEqual([]);
      last = stream.lastEventId ?? last;
    }
    await agents;
    await application.app.get(EventLog).flush();
    const rest = await readAll(origin, received.at(-1)?.id ?? before.asOf);
    const all = await readAll(origin, before.asOf);
    expect([...received, ...rest].map((event) => event.id)).toEqual(all.map((event) => event.id));
    expect(received.map((event) => event.id)).toEqual(
      received.map((event) => event.id).toSorted(compareEventIds),
    );
  });
});
