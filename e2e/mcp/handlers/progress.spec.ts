import { Injectable, type INestApplication } from '@nestjs/common';
import { collectEvents, unpairedCalls, type EventCollection } from '#testing';
import { Tool, type ToolContext } from '#tools';
import { awaitEvent } from '../../support/environment/await-event.ts';
import { readSessions, readStats } from '../../support/server/admin-api.ts';
import { ERAS, type EraAgent } from '../../support/agents/either-era.ts';
import { EventStream } from '../../support/server/event-stream.ts';
import { startApplication } from '../../support/server/test-application.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

@Injectable()
class Walkers {
  @Tool({ name: 'rush' })
  async rush(_: unknown, context: ToolContext): Promise<string> {
    for (let step = 1; step <= 500; step += 1)
      await context.reportProgress({ progress: step, total: 500, message: `step ${step}` });
    return 'there';
  }

  @Tool({ name: 'stroll' })
  async stroll(_: unknown, context: ToolContext): Promise<string> {
    for (let step = 1; step <= 4; step += 1) {
      await context.reportProgress({ progress: step });
      await pause(180);
    }
    return 'there';
  }

  @Tool({ name: 'stumble' })
  async stumble(_: unknown, context: ToolContext): Promise<never> {
    await context.reportProgress({ progress: 1 });
    await context.reportProgress({ progress: 2, message: 'about to fall' });
    throw new Error('fell');
  }

  @Tool({ name: 'babble' })
  async babble(_: unknown, context: ToolContext): Promise<string> {
    const report = (update?: unknown) => context.reportProgress(update as never);
    for (const nonsense of [undefined, {}, { progress: 'half' }, { progress: NaN }]) await report(nonsense);
    await report({ progress: 1, total: 'two', message: { text: 'odd' } });
    return 'there';
  }
}

describe.each(ERAS)('progress of calls of the $era era', ({ era, connect }) => {
  let app: INestApplication;
  let origin: string;
  let record: EventCollection;
  let agent: EraAgent;

  beforeAll(async () => {
    ({ app, origin } = await startApplication([Walkers]));
  });

  beforeEach(async () => {
    record = collectEvents(app);
    agent = await connect(origin, { name: `${era}-walker` });
  });

  afterEach(async () => {
    await agent.close();
    await record.settled();
    expect(unpairedCalls(record.events)).toEqual([]);
    record.stop();
  });

  afterAll(() => app.close());

  const stepsUntil = async (end: 'tool:done' | 'tool:error') => {
    await awaitEvent(record, end);
    return record.all('tool:progress').map(({ data }) => data.progress);
  };

  it.each([false, true])('reaches admins whether or not the agent asks for it (asks: %s)', async (asks) => {
    const heard: number[] = [];
    const onprogress = ({ progress }: { progress: number }): void => void heard.push(progress);
    await agent.call('rush', {}, asks ? { onprogress } : {});
    const steps = await stepsUntil('tool:done');
    expect(heard).toHaveLength(asks ? 500 : 0);
    // The first and the last report, and at most four a second in between.
    expect(steps.at(0)).toBe(1);
    expect(steps.at(-1)).toBe(500);
    const [from, to] = [record.all('tool:start'), record.all('tool:done')].map(([event]) =>
      Date.parse(event!.timestamp),
    );
    expect(steps.length).toBeLessThanOrEqual(2 + (to! - from! + 1) / 250);
    const [start] = record.all('tool:start');
    const first = record.all('tool:progress')[0];
    const { callId } = start!.data;
    expect(first).toMatchObject({ sessionId: start!.sessionId, tenantId: 'default' });
    expect(first!.data).toEqual({ callId, tool: 'rush', progress: 1, total: 500, message: 'step 1' });
    expect(record.events.at(-1)?.type).toBe('tool:done');
  });

  it('is published in order, at most four times a second', async () => {
    await agent.call('stroll');
    const steps = await stepsUntil('tool:done');
    expect(steps.at(0)).toBe(1);
    expect(steps.at(-1)).toBe(4);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    const times = record.all('tool:progress').map(({ timestamp }) => Date.parse(timestamp));
    // The last one may come early, with the end of its call. Timestamps are whole milliseconds.
    for (let n = 1; n < times.length - 1; n += 1)
      expect(times[n]! - times[n - 1]!).toBeGreaterThanOrEqual(245);
  });

  it('is published before the error when the call fails', async () => {
    await agent.call('stumble');
    expect(await stepsUntil('tool:error')).toEqual([1, 2]);
    expect(record.events.slice(-2).map(({ type }) => type)).toEqual(['tool:progress', 'tool:error']);
  });

  it('ignores invalid reports and does not fail their call', async () => {
    expect(await agent.call('babble')).toMatchObject({ content: [{ text: 'there' }] });
    await awaitEvent(record, 'tool:done');
    expect(record.all('tool:progress').map(({ data }) => data)).toEqual([
      { callId: expect.any(String), tool: 'babble', progress: 1 },
    ]);
  });

  it('changes no counter, and updates the time of the last event of its session', async () => {
    const before = await readStats(origin);
    const stream = await EventStream.open(origin, { query: '?type=tool:progress&tool=stumble' });
    await agent.call('stumble');
    await stream.until(() => stream.events.length === 2);
    stream.cut();
    const after = await readStats(origin);
    expect(after.totalToolCalls).toBe(before.totalToolCalls + 1);
    expect(after.errorCount).toBe(before.errorCount + 1);
    expect(after.toolCallsInFlight).toBe(0);
    const [last] = record.all('tool:error');
    const session = (await readSessions(origin)).find(({ sessionId }) => sessionId === last!.sessionId);
    expect(session).toMatchObject({ callsInFlight: 0, lastEventAt: last!.timestamp });
  });
});
