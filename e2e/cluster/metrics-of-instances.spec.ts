import { randomUUID } from 'node:crypto';
import { connectModernClient } from '#testing';
import { samplesIn, type Sample } from '../telemetry/prometheus-text.ts';
import type { BrokerServer } from '../support/brokers/broker-server.ts';
import { describeWithNats, NatsServer } from '../support/brokers/nats-server.ts';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';
import { joinCluster, KEYS, type ClusterApplication } from '../support/cluster/cluster-application.ts';
import { connectHoppingClient } from '../support/cluster/hopping-client.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { asAdmin, readStats } from '../support/server/admin-api.ts';

const TITLE = 'the metrics of all instances';
describeWithRedis(`${TITLE}, with a log in Redis,`, () => describeMetrics(() => RedisServer.start()));
describeWithNats(`${TITLE}, with a log in NATS,`, () => describeMetrics(() => NatsServer.start()));

/** Calls of both agents. */
const CALLS = 8;
const ERRORS = 4;

function describeMetrics(startBroker: () => Promise<BrokerServer>): void {
  let broker: BrokerServer;
  let instances: ClusterApplication[];

  beforeAll(async () => {
    broker = await startBroker();
    const log = broker.url(randomUUID());
    instances = await Promise.all([joinCluster(log, [ScriptedTools]), joinCluster(log, [ScriptedTools])]);
  });

  afterAll(async () => {
    await Promise.all(instances.map(({ app }) => app.close()));
    await broker.kill();
  });

  const samplesOfAll = async (): Promise<Sample[]> => {
    const texts = await Promise.all(
      instances.map(async ({ origin }) => (await asAdmin(origin, '/metrics')).text()),
    );
    return texts.flatMap(samplesIn);
  };

  const valuesOfAll = async (metric: string): Promise<number[]> =>
    (await samplesOfAll()).filter(({ name }) => name === metric).map(({ value }) => value);

  it('add up to the counters, wherever requests have arrived', async () => {
    const [first, second] = instances as [ClusterApplication, ClusterApplication];
    // Its session is of the first instance, and its calls arrive at the second.
    const { client: hopping } = await connectHoppingClient(first.origin, second.origin);
    const modern = await connectModernClient(second.origin, { key: KEYS.globex });
    for (const agent of [hopping, modern]) {
      await agent.callTool({ name: 'add', arguments: { a: 1, b: 2 } });
      await agent.callTool({ name: 'add', arguments: { a: 'one' } });
      await agent.callTool({ name: 'decline' });
      await agent.callTool({ name: 'whoami' });
    }
    await waitUntil(async () => (await valuesOfAll('crowsnest_instances')).join() === '2,2', {
      reason: 'the instances know each other',
    });
    for (const { origin } of instances)
      await waitUntil(async () => (await readStats(origin)).totalToolCalls === CALLS, {
        reason: 'the instance knows of every call',
      });
    const { errorCount, activeSessions } = await readStats(first.origin);
    const samples = await samplesOfAll();
    const sumOf = (metric: string, isMeant: (labels: Sample['labels']) => boolean = () => true): number =>
      samples
        .filter(({ name, labels }) => name === metric && isMeant(labels))
        .reduce((sum, { value }) => sum + value, 0);
    expect(errorCount).toBe(ERRORS);
    expect(sumOf('crowsnest_tool_calls_total')).toBe(CALLS);
    expect(sumOf('crowsnest_tool_calls_total', ({ outcome }) => outcome !== 'done')).toBe(ERRORS);
    expect(sumOf('crowsnest_sessions_active')).toBe(activeSessions);
    expect(
      sumOf(
        'mcp_server_operation_duration_seconds_count',
        ({ mcp_method_name: method }) => method === 'tools/call',
      ),
    ).toBe(CALLS);
    await hopping.close();
    await modern.close();
  });
}
