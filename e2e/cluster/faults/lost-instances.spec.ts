import { randomUUID } from 'node:crypto';
import { unpairedCalls } from '#testing';
import { sendRaw } from '../../support/agents/raw-mcp.ts';
import {
  eventsOf,
  holdCall,
  instancesOf,
  startInstance,
  typed,
  untilStats,
} from '../../support/cluster/cluster.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';
import type { BrokerServer } from '../../support/brokers/broker-server.ts';
import { describeWithNats, NatsServer } from '../../support/brokers/nats-server.ts';
import { describeWithRedis, RedisServer } from '../../support/brokers/redis-server.ts';
import { readStats } from '../../support/server/admin-api.ts';
import { ServerProcess } from '../../support/server/server-process.ts';

/** Processes start slowly on a busy machine. */
const LONG_MS = 240_000;

describeWithRedis('instances that share a log in Redis', () => describeInstances(() => RedisServer.start()));
describeWithNats('instances that share a log in NATS', () => describeInstances(() => NatsServer.start()));

function describeInstances(startBroker: () => Promise<BrokerServer>): void {
  let broker: BrokerServer;
  let log: string;

  beforeAll(async () => {
    broker = await startBroker();
  });

  beforeEach(() => {
    log = broker.url(randomUUID());
  });

  afterEach(() => ServerProcess.killAll());

  afterAll(() => broker.kill());

  const startThree = () => Promise.all([startInstance(log), startInstance(log), startInstance(log)]);

  const untilIdle = (instance: ServerProcess) =>
    untilStats(
      instance,
      ({ activeSessions, toolCallsInFlight }) => activeSessions === 0 && toolCallsInFlight === 0,
      'every session and call has ended',
    );

  it(
    'end once what a killed and a paused instance have left open, and let the paused one join anew',
    async () => {
      const [killed, paused, survivor] = await startThree();
      const all = [killed, paused, survivor];
      const dead = await holdCall(killed, all);
      const asleep = await holdCall(paused, all);
      const names = (await instancesOf(survivor)).map(({ instance }) => instance);
      expect(names).toHaveLength(3);
      paused.pause();
      const inSession = { 'mcp-session-id': asleep.sessionId };
      const ping = { jsonrpc: '2.0', id: 3, method: 'ping' };
      const handedOver = sendRaw(survivor.origin, ping, { headers: inSession });
      await killed.kill();
      await untilIdle(survivor);
      // Its owner took the connection, and would answer some time.
      expect(await handedOver).toMatchObject({ status: 404, body: { error: { code: -32001 } } });

      paused.resume();
      const rejoined = async () => (await instancesOf(survivor)).length === 2;
      await waitUntil(rejoined, { reason: 'the paused instance has joined anew', timeoutMs: 60_000 });
      // Its agent learns that the call and the session are over.
      expect(JSON.stringify((await asleep.answer)?.body)).toContain('begin a new one');
      expect(await sendRaw(paused.origin, ping, { headers: inSession })).toMatchObject({ status: 404 });
      await holdCall(paused, [paused, survivor]);

      const events = await eventsOf(survivor);
      expect(await eventsOf(paused)).toEqual(events);
      expect(
        typed(events, 'tool:error').map(({ sessionId, data }) => [sessionId, data.kind, data.code]),
      ).toEqual(
        expect.arrayContaining(
          [dead, asleep].map(({ sessionId }) => [sessionId, 'cancelled', 'instance-lost']),
        ),
      );
      expect(unpairedCalls(events)).toHaveLength(1);
      const expired = typed(events, 'session:expired');
      expect(expired.map(({ sessionId }) => sessionId).toSorted()).toEqual(
        [dead.sessionId, asleep.sessionId].toSorted(),
      );
      expect(expired.map(({ data }) => data.reason)).toEqual(['instance-lost', 'instance-lost']);
      expect(typed(events, 'instance:up')).toHaveLength(4);
      expect(typed(events, 'instance:down').map(({ data }) => data.reason)).toEqual(['lost', 'lost']);
      const [one, other] = [await readStats(survivor.origin), await readStats(paused.origin)];
      expect(one).toEqual(other);
    },
    LONG_MS,
  );

  it(
    'end once what all of them have left open, when one comes back',
    async () => {
      const three = await startThree();
      for (const instance of three) await holdCall(instance, three);
      await Promise.all(three.map((instance) => instance.kill()));
      const next = await startInstance(log);
      await untilIdle(next);
      const events = await eventsOf(next);
      expect(unpairedCalls(events)).toEqual([]);
      expect(typed(events, 'session:expired')).toHaveLength(3);
      expect(typed(events, 'instance:down')).toHaveLength(3);
    },
    LONG_MS,
  );

  it(
    'leave in order when they shut down, and nobody has to notice',
    async () => {
      const [first, second] = await Promise.all([startInstance(log), startInstance(log)]);
      await holdCall(first, [first, second]);
      await first.stop();
      // Its last event, which follows the ends of its sessions.
      const hasLeft = async () => (await instancesOf(second)).length === 1;
      await waitUntil(hasLeft, { reason: 'the other instance knows that it has left', timeoutMs: 60_000 });
      await untilIdle(second);
      const events = await eventsOf(second);
      expect(unpairedCalls(events)).toEqual([]);
      expect(typed(events, 'session:close').map(({ data }) => data.reason)).toEqual(['shutdown']);
      expect(typed(events, 'instance:down').map(({ data }) => data.reason)).toEqual(['shutdown']);
    },
    LONG_MS,
  );
}
