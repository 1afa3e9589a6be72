import { Injectable } from '@nestjs/common';
import { compareEventIds } from '#contract';
import { EventLog } from '#events';
import { connectLegacyClient } from '#testing';
import { Tool } from '#tools';
import { waitUntil } from '../support/environment/wait-until.ts';
import type { BrokerServer } from '../support/brokers/broker-server.ts';
import { describeWithNats, NatsServer } from '../support/brokers/nats-server.ts';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

@Injectable()
class Echo {
  @Tool({ name: 'echo' })
  echo(): string {
    return 'echo';
  }
}

describeWithRedis('with a Redis server', () => describeOutages('Redis', () => RedisServer.start()));
describeWithNats('with a NATS server', () => describeOutages('NATS', () => NatsServer.start()));

function describeOutages(name: string, startServer: () => Promise<BrokerServer>): void {
  describe(`an application whose log is in ${name}`, () => {
    let server: BrokerServer;
    let application: TestApplication;

    beforeEach(async () => {
      server = await startServer();
      application = await startApplication([Echo], { events: { log: server.url('crowsnest') } });
    });

    afterEach(async () => {
      await application.app.close();
      await server.kill();
    });

    it('answers calls while the broker is away, tells subscribers at once, and tells every event afterwards', async () => {
      const { origin, app } = application;
      const log = app.get(EventLog);
      const client = await connectLegacyClient(origin);
      await log.flush();
      const [live, filtered] = await Promise.all([
        EventStream.open(origin),
        EventStream.open(origin, { query: '?type=tool:done' }),
      ]);
      await server.kill();
      await client.callTool({ name: 'echo' });
      await live.until(() =>
        live.frames.some(({ event, id }) => event === 'log:degraded' && id === undefined),
      );
      await client.callTool({ name: 'echo' });
      expect(live.frames.map(({ event }) => event)).toEqual(['hello', 'log:degraded']);
      const late = await EventStream.open(origin);
      await late.until(() => late.frames.some(({ event }) => event === 'log:degraded'));
      await server.resume();
      const committed = () => live.events.filter(({ id }) => id !== undefined).map(({ type }) => type);
      await live.until(() => committed().includes('log:recovered'));
      const calls = ['tool:start', 'tool:done', 'tool:start', 'tool:done'];
      expect(committed().toSorted()).toEqual([...calls, 'log:degraded', 'log:recovered'].toSorted());
      expect(committed().filter((type) => type.startsWith('tool:'))).toEqual(calls);
      await filtered.until(() => filtered.frames.length >= 3);
      expect(filtered.frames.map(({ event }) => event)).toEqual(['hello', 'tool:done', 'tool:done']);
      await waitUntil(() => log.condition === 'ok', { reason: 'the log commits again' });
      for (const stream of [live, filtered, late]) stream.cut();
      await client.close();
    });

    it('tells a subscriber that returns after the data was deleted exactly how much is missing', async () => {
      const { origin, app } = application;
      const log = app.get(EventLog);
      const client = await connectLegacyClient(origin);
      await log.flush();
      const before = await EventStream.open(origin);
      for (let n = 0; n < 5; n += 1) await client.callTool({ name: 'echo' });
      await before.until(() => before.events.length === 10);
      before.cut();
      await server.deleteLog('crowsnest');
      await client.callTool({ name: 'echo' });
      await log.flush();
      const third = before.events[2]?.id;
      const after = await EventStream.open(origin, { lastEventId: third });
      await after.until(() => after.events.length === 2);
      expect(after.gaps).toMatchObject([
        { requested: third, resumedAfter: before.events[9]?.id, missing: 7 },
      ]);
      expect(compareEventIds(after.events[0]?.id ?? '', before.events[9]?.id ?? '')).toBeGreaterThan(0);
      after.cut();
      await client.close();
    });
  });
}
