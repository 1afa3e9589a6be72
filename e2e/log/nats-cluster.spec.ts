import { randomUUID } from 'node:crypto';
import { compareEventIds } from '#contract';
import { createEventLog } from '#events';
import { NatsCluster } from '../support/brokers/nats-cluster.ts';
import { refusalOf } from '../support/brokers/log-refusal.ts';
import { describeWithNats, NatsServer } from '../support/brokers/nats-server.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { call, callIdsOf, EngineUnderTest, idsOf } from '../support/log-engines/engine-under-test.ts';

const EVENTS = 40;

describeWithNats('the event log over three NATS servers', () => {
  it('loses no event and tells none twice when the server is killed that leads its stream', async () => {
    const cluster = await NatsCluster.start();
    const prefix = randomUUID();
    const create = () => createEventLog(cluster.url(prefix));
    const engine = new EngineUnderTest({ create, keepsHistory: true, remove: async () => undefined });
    await engine.open();
    await engine.append(EVENTS / 2);
    const killed = cluster.killLeader(prefix);
    for (let n = EVENTS / 2; n < EVENTS - 1; n += 1) engine.log.append(call(`call-${n}`));
    await killed;
    engine.log.append(call(`call-${EVENTS - 1}`));
    // Another server is the leader after some seconds.
    const reason = `call-${EVENTS - 1} is delivered`;
    await waitUntil(() => callIdsOf(engine.delivered).includes(`call-${EVENTS - 1}`), {
      reason,
      timeoutMs: 60_000,
    });
    const calls = engine.delivered.filter(({ type }) => type === 'tool:start');
    expect(callIdsOf(calls)).toEqual(Array.from({ length: EVENTS }, (_, n) => `call-${n}`));
    const ids = idsOf(engine.delivered);
    expect(ids).toEqual(ids.toSorted(compareEventIds));
    expect(engine.log.lostAfter(engine.log.start)).toBeUndefined();
    await engine.log.close();
    await cluster.kill();
  });

  it('names the replicas that a single server cannot keep', async () => {
    const nats = await NatsServer.start();
    const refusal = await refusalOf(`${nats.url(randomUUID())}&replicas=3`);
    expect(refusal).toMatchObject({ code: 'LOG_REFUSED' });
    expect(refusal.message).toContain('has fewer servers than the log has replicas');
    await nats.kill();
  });
});
