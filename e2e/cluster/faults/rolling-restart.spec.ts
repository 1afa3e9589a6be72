import { beginSession, callRequest, sendRaw, type RawAnswer } from '../../support/agents/raw-mcp.ts';
import type { BrokerServer } from '../../support/brokers/broker-server.ts';
import { describeWithNats, NatsServer } from '../../support/brokers/nats-server.ts';
import { describeWithRedis, RedisServer } from '../../support/brokers/redis-server.ts';
import { KEYS } from '../../support/cluster/cluster-application.ts';
import { BusyCluster } from '../../support/cluster-chaos/busy-cluster.ts';
import type { ChaoticInstance } from '../../support/cluster-chaos/chaotic-instance.ts';
import { SEED } from '../../support/environment/random.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { Gate } from '../../support/server/gate.ts';

/** The calls that are running when an instance is stopped are waited for, however slow the machine is. */
const PATIENT = { CROWSNEST_DRAIN_MS: '60000' };
/** A session that has ended, one whose owner goes just now, and a server that takes no new calls. */
const EXPECTED_FAILURES = new Set(['404', '502', '503']);

describeWithRedis('a rolling restart of a cluster over Redis', () =>
  describeRestart(() => RedisServer.start()),
);
describeWithNats('a rolling restart of a cluster over NATS', () => describeRestart(() => NatsServer.start()));

function describeRestart(startBroker: () => Promise<BrokerServer>): void {
  let broker: BrokerServer;
  let cluster: BusyCluster;

  beforeAll(async () => {
    broker = await startBroker();
    cluster = new BusyCluster(broker, SEED, PATIENT);
    await cluster.start([0, 0, 0]);
  });

  afterAll(async () => {
    await cluster.end();
    await broker.kill();
  });

  it('loses no event and no answer, and each instance reports first that it is not ready', async () => {
    for (const instance of cluster.instances) await restart(instance);
    const streams = cluster.subscribers.flatMap(({ connections }) => connections);
    const ended = streams.filter(({ isOver }) => isOver);
    expect(ended.length).toBeGreaterThan(0);
    expect(ended.filter(({ isWhole }) => !isWhole)).toEqual([]);
    expect(await cluster.judge()).toEqual([]);
    expect(streams.flatMap(({ told }) => told.filter((one) => 'gap' in one))).toEqual([]);
    const failures = cluster.agents.flatMap((agent) => Object.keys(agent.failures));
    expect(failures.filter((failure) => !EXPECTED_FAILURES.has(failure))).toEqual([]);
  }, 600_000);
}

/** Stops an instance in order while a call of it runs, and starts it again. */
async function restart(instance: ChaoticInstance): Promise<void> {
  const { origin } = instance;
  const gate = await Gate.start();
  try {
    const answer = call(origin, 'wait_for', { url: gate.url });
    await gate.reachedBy(1);
    const stopped = instance.stop();
    const isDraining = async (): Promise<boolean> => (await fetch(`${origin}/health/ready`)).status === 503;
    await waitUntil(isDraining, { reason: 'the instance reports that it is not ready' });
    gate.open('let through');
    expect((await answer).body?.result).toMatchObject({ content: [{ text: 'let through' }] });
    expect(await stopped).toBe(0);
  } finally {
    gate.close();
  }
  await instance.start(0);
}

async function call(origin: string, name: string, args: object): Promise<RawAnswer> {
  const headers = { authorization: `Bearer ${KEYS.acme}` };
  const sessionId = await beginSession(origin, headers);
  return sendRaw(origin, callRequest(name, args), { headers: { ...headers, 'mcp-session-id': sessionId } });
}
