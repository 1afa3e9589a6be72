import { rename, rm, writeFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { jest } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { compareEventIds, type CrowsnestEvent, type EventId } from '#contract';
import { EventLog, EventPublisher, ProjectionKeeper, type LogCondition, type LostRange } from '#events';
import { connectLegacyClient, type LegacyClient } from '#testing';
import { Tool } from '#tools';
import { readAll, readStats } from '../support/server/admin-api.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';
import { waitUntil } from '../support/environment/wait-until.ts';

@Injectable()
class Echo {
  @Tool({ name: 'echo' })
  echo(): string {
    return 'echo';
  }
}

const ENDS = ['tool:done', 'log:recovered'];

describe('an application whose log or clock fails', () => {
  let path: string;
  let application: TestApplication;
  let stream: EventStream;
  let client: LegacyClient;

  const call = async (times: number): Promise<void> => {
    for (let n = 0; n < times; n += 1)
      expect(await client.callTool({ name: 'echo', arguments: {} })).toMatchObject({
        content: [{ text: 'echo' }],
      });
  };
  const seen = (type: string): number => stream.events.filter((event) => event.type === type).length;
  const condition = (wanted: LogCondition) =>
    waitUntil(() => application.app.get(EventLog).condition === wanted, {
      reason: `the log is ${wanted}`,
      timeoutMs: 60_000,
    });
  const holesAfter = (position: EventId): LostRange[] => {
    const log = application.app.get(EventLog);
    const holes: LostRange[] = [];
    for (let hole = log.lostAfter(position); hole; hole = log.lostAfter(hole.last)) holes.push(hole);
    return holes;
  };
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  const idsOf = (events: readonly { id: string }[]): string[] => events.map(({ id }) => id);

  beforeEach(async () => {
    path = `${await temporaryFolder()}/events.db`;
    application = await startApplication([Echo], { events: { log: `sqlite:${path}` } });
    stream = await EventStream.open(application.origin);
    client = await connectLegacyClient(application.origin);
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    stream.cut();
    await client.close();
    await application.app.close();
  });

  it('continues to serve when the file of the log is deleted, and loses no event', async () => {
    const { origin } = application;
    await call(3);
    await rm(path);
    await call(3);
    await stream.until(() => seen('log:recovered') === 1);
    await call(3);
    await stream.until(() => seen('tool:done') === 9);
    expect(seen('log:degraded')).toBe(1);
    expect(await readAll(origin, '0')).toEqual(stream.events);
  });

  it('continues to serve when the thread of the log dies', async () => {
    const { origin } = application;
    const posts = jest.spyOn(Worker.prototype, 'postMessage');
    await call(1);
    // The log commits after a pause, and its thread has nothing to do before.
    await stream.until(() => seen('tool:done') === 1);
    await (posts.mock.contexts.at(-1) as Worker).terminate();
    await call(5);
    await stream.until(() => seen('tool:done') === 6);
    await application.app.get(EventLog).flush();
    expect(await readAll(origin, '0')).toEqual(stream.events);
  });

  it('reports each range of dropped events as a gap, with times and number, to a subscriber that resumes before it', async () => {
    const { origin, app } = application;
    await call(2);
    await stream.until(() => seen('tool:done') === 2);
    const known = stream.lastEventId as EventId;
    stream.cut();
    await rename(path, `${path}.moved`);
    await writeFile(path, 'somebody else');
    await call(1);
    await condition('degraded');
    await publishMany(101_000);
    await call(2);
    await rm(path);
    await condition('ok');
    await call(1);
    await app.get(EventLog).flush();

    // The last event is the end of a call, which matches every filter.
    const last = app.get(EventLog).last;
    // There is more than one gap if the store was writing some events while the queue dropped others.
    const holes = holesAfter(known);
    const filters = [
      { query: '', isWanted: () => true },
      { query: '?type=tool:done,log:recovered', isWanted: ({ type }: CrowsnestEvent) => ENDS.includes(type) },
    ];
    for (const { query, isWanted } of filters) {
      stream = await EventStream.open(origin, { lastEventId: known, query });
      await stream.until(() => stream.lastEventId === last);
      expect(stream.hello.complete).toBe(false);
      expect(stream.gaps).toEqual(
        holes.map(({ after, last: resumedAfter, from, to, missing }) => ({
          requested: after,
          resumedAfter,
          from,
          to,
          stats: expect.anything(),
          missing: query === '' ? missing : null,
        })),
      );
      const held = await app.get(EventLog).read({ after: known, limit: 200_000 });
      const lost = held.map(({ event }) => (event.type === 'log:recovered' ? (event.data.lost ?? 0) : 0));
      expect(sum(lost)).toBeGreaterThanOrEqual(1_000);
      expect(sum(holes.map(({ missing }) => missing ?? 0))).toBe(sum(lost));
      const wanted = held.filter(({ event }) => isWanted(event));
      expect(idsOf(stream.events)).toEqual(idsOf(wanted));
      stream.cut();
    }
  });

  it('keeps order, sessions and history when the clock steps back by an hour', async () => {
    const { origin, app } = application;
    await call(2);
    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() - 3_600_000);
    await call(2);
    await app.get(ProjectionKeeper).save();
    await stream.until(() => seen('tool:done') === 4);
    const ids = idsOf(stream.events);
    expect(ids).toEqual(ids.toSorted(compareEventIds));
    expect(await readAll(origin, '0')).toEqual(stream.events);
    expect(await readStats(origin)).toMatchObject({ activeSessions: 1, totalToolCalls: 4 });
    const durations = stream.events.flatMap(({ data }) => ('durationMs' in data ? [data.durationMs] : []));
    expect(durations).toHaveLength(4);
    expect(Math.min(...durations)).toBeGreaterThanOrEqual(0);
  });

  async function publishMany(count: number): Promise<void> {
    const publisher = application.app.get(EventPublisher);
    for (let n = 0; n < count; n += 1) {
      // Lets the event loop run, or open connections would seem idle for the whole loop.
      if (n % 1_000 === 0) await setImmediate();
      publisher.publish({
        type: 'tool:progress',
        sessionId: 'many',
        tenantId: 'default',
        data: { callId: 'many', tool: 'many', progress: n },
      });
    }
  }
});
