import { randomUUID } from 'node:crypto';
import { unpairedCalls } from '#testing';
import type { BrokerServer } from '../support/brokers/broker-server.ts';
import { describeWithNats, NatsServer } from '../support/brokers/nats-server.ts';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';
import { typed } from '../support/cluster/cluster.ts';
import { joinCluster, type ClusterApplication } from '../support/cluster/cluster-application.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { ingest, INGEST_OPTION, OutsideSource } from '../support/ingest/outside-source.ts';
import { readAll, readSessions, readStats } from '../support/server/admin-api.ts';

type Pair = [ClusterApplication, ClusterApplication];

describeWithRedis('a source outside, over Redis', () => describeSource(() => RedisServer.start()));
describeWithNats('a source outside, over NATS', () => describeSource(() => NatsServer.start()));

function describeSource(startBroker: () => Promise<BrokerServer>): void {
  let broker: BrokerServer;
  let instances: ClusterApplication[];

  beforeAll(async () => {
    broker = await startBroker();
  });

  beforeEach(() => {
    instances = [];
  });

  afterEach(async () => {
    for (const { app } of instances) await app.close();
  });

  afterAll(() => broker.kill());

  async function startPair(silentMs = 60_000): Promise<Pair> {
    const log = broker.url(randomUUID());
    for (let n = 0; n < 2; n += 1)
      instances.push(await joinCluster(log, [], { ingest: { ...INGEST_OPTION, silentMs } }));
    return instances as Pair;
  }

  /** Closes an instance, so that the others go on alone. */
  async function close(instance: ClusterApplication): Promise<void> {
    instances = instances.filter((other) => other !== instance);
    await instance.app.close();
  }

  it('has its events told once, whichever instance each of its requests comes to', async () => {
    const [one, other] = await startPair();
    const source = new OutsideSource('orders.1');
    await ingest(one.origin, source.body(source.open()));
    for (let call = 1; call <= 6; call += 1) {
      const body = source.body(source.start(`c${call}`), source.done(`c${call}`));
      const answers = await Promise.all([one, other].map(({ origin }) => ingest(origin, body)));
      expect(answers.map(({ status }) => status)).toEqual([202, 202]);
      expect(answers.reduce((sum, answer) => sum + answer.body.accepted, 0)).toBe(2);
    }
    for (const { origin } of [one, other])
      await waitUntil(async () => (await readStats(origin)).totalToolCalls === 6, {
        reason: 'the calls are told',
      });
    const events = await readAll(other.origin, '0');
    const seqs = events.flatMap(({ data }) => ('seq' in data && data.seq !== undefined ? [data.seq] : []));
    expect(seqs).toEqual(Array.from({ length: 13 }, (_, index) => index + 1));
    expect(unpairedCalls(events)).toEqual([]);
  });

  it('goes on in its session at another instance when the first one has gone', async () => {
    const [first, next] = await startPair();
    const source = new OutsideSource('orders.1');
    const sent = [source.open(), source.start('c1')];
    await ingest(first.origin, source.body(...sent));
    await close(first);
    const rest = source.body(...sent, source.done('c1'));
    const answer = await waitUntil(
      async () => {
        const { status, body } = await ingest(next.origin, rest);
        return status === 202 ? body : undefined;
      },
      { reason: 'the other instance has taken the source over' },
    );
    expect(answer).toEqual({ accepted: 1, duplicate: 2, rejected: [] });
    await waitUntil(async () => (await readStats(next.origin)).toolCallsInFlight === 0, {
      reason: 'the call has ended',
    });
    const events = await readAll(next.origin, '0');
    expect(typed(events, 'session:expired')).toEqual([]);
    expect(typed(events, 'tool:error')).toEqual([]);
    expect(await readSessions(next.origin)).toMatchObject([{ state: 'open', calls: 1, source: 'orders.1' }]);
  });

  it('has what it left open ended once if it is silent after its instance has gone', async () => {
    const [first, next] = await startPair(1_000);
    const source = new OutsideSource('orders.1');
    await ingest(first.origin, source.body(source.open(), source.start('c1')));
    await close(first);
    await waitUntil(async () => typed(await readAll(next.origin, '0'), 'session:expired').length > 0, {
      reason: 'the session has expired',
      timeoutMs: 60_000,
    });
    const events = await readAll(next.origin, '0');
    expect(typed(events, 'session:expired')).toMatchObject([{ data: { reason: 'instance-lost', calls: 1 } }]);
    expect(typed(events, 'tool:error')).toMatchObject([
      { data: { code: 'instance-lost', kind: 'cancelled' } },
    ]);
    expect(unpairedCalls(events)).toEqual([]);
  });
}
