import { beginSession, callRequest, sendRaw, type RawAnswer } from '../support/agents/raw-mcp.ts';
import type { BrokerServer } from '../support/brokers/broker-server.ts';
import { describeWithNats, NatsServer } from '../support/brokers/nats-server.ts';
import { describeWithRedis, LAZY, RedisServer } from '../support/brokers/redis-server.ts';
import { KEYS } from '../support/cluster/cluster-application.ts';
import { BusyCluster } from '../support/cluster-chaos/busy-cluster.ts';
import type { ChaoticInstance } from '../support/cluster-chaos/chaotic-instance.ts';
import { SEED } from '../support/environment/random.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { readStats } from '../support/server/admin-api.ts';

/** `index_document` takes about four seconds for this. */
const DOCUMENT = { title: 'Log book', text: 'Water, '.repeat(150) };
/** A session that has ended, one whose owner goes just now, and a server that takes no new calls. */
const EXPECTED_FAILURES = new Set(['404', '502', '503']);

describeWithRedis('a rolling restart of a cluster over Redis', () =>
  describeRestart(() => RedisServer.start(...LAZY)),
);
describeWithNats('a rolling restart of a cluster over NATS', () => describeRestart(() => NatsServer.start()));

function describeRestart(startBroker: () => Promise<BrokerServer>): void {
  let broker: BrokerServer;
  let cluster: BusyCluster;

  beforeAll(async () => {
    broker = await startBroker();
    cluster = new BusyCluster(broker, SEED);
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
  const answer = await beginCall(origin);
  const stopped = instance.stop();
  const isDraining = async (): Promise<boolean> => (await fetch(`${origin}/health/ready`)).status === 503;
  await waitUntil(isDraining, { reason: 'the instance reports that it is not ready' });
  expect((await answer.promise).body?.result).toMatchObject({ structuredContent: { title: DOCUMENT.title } });
  expect(await stopped).toBe(0);
  await instance.start(0);
}

/** Begins a call that takes seconds; resolves once it runs. */
async function beginCall(origin: string): Promise<{ promise: Promise<RawAnswer> }> {
  const headers = { authorization: `Bearer ${KEYS.acme}` };
  const sessionId = await beginSession(origin, headers);
  const promise = sendRaw(origin, callRequest('index_document', DOCUMENT), {
    headers: { ...headers, 'mcp-session-id': sessionId },
  });
  const isRunning = async (): Promise<boolean> =>
    (await readStats(origin)).inFlight.some((call) => call.sessionId === sessionId);
  await waitUntil(isRunning, { reason: 'the call runs' });
  return { promise };
}
