import { randomUUID } from 'node:crypto';
import type { Client } from '@modelcontextprotocol/client';
import { Tool } from '#tools';
import { unpairedCalls } from '#testing';
import { describeWithNats, NatsServer } from '../support/brokers/nats-server.ts';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';
import type { BrokerServer } from '../support/brokers/broker-server.ts';
import { waitForAgreement } from '../support/cluster/patient-agreement.ts';
import { HeldTools } from '../support/cluster/held-tools.ts';
import { connectHoppingAgent } from '../support/cluster/hopping-agent.ts';
import { eventsOf, startInstance, typed, untilStats } from '../support/cluster/cluster.ts';
import {
  beginSession,
  callRequest,
  initializeRequest,
  sendModern,
  sendRaw,
} from '../support/agents/raw-mcp.ts';
import { ServerProcess } from '../support/server/server-process.ts';
import {
  joinCluster,
  KEYS,
  type ClusterApplication,
  type ClusterOptions,
} from '../support/cluster/cluster-application.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { asAdmin, readAll, readSessions, readStats } from '../support/server/admin-api.ts';

type Pair = [ClusterApplication, ClusterApplication];

class QuickTools {
  @Tool({ name: 'quick' })
  quick(): string {
    return 'done';
  }
}

describeWithRedis('an agent without a protocol session, over Redis', () =>
  describeDerived(() => RedisServer.start()),
);
describeWithNats('an agent without a protocol session, over NATS', () =>
  describeDerived(() => NatsServer.start()),
);

function describeDerived(startBroker: () => Promise<BrokerServer>): void {
  let broker: BrokerServer;
  let log: string;
  let instances: ClusterApplication[];
  let agents: Client[];

  beforeAll(async () => {
    broker = await startBroker();
  });

  beforeEach(() => {
    log = broker.url(randomUUID());
    instances = [];
    agents = [];
  });

  afterEach(async () => {
    await Promise.all(agents.map((agent) => agent.close()));
    await Promise.all(instances.map(({ app }) => app.close()));
  });

  afterAll(() => broker.kill());

  async function startInstances(count: number, options: ClusterOptions = {}): Promise<ClusterApplication[]> {
    const join = () => joinCluster(log, [HeldTools, QuickTools], options);
    instances = await Promise.all(Array.from({ length: count }, join));
    for (const { app } of instances) waitForAgreement(app);
    return instances;
  }

  async function agentAt(name: string, ...at: ClusterApplication[]): Promise<Client> {
    const agent = await connectHoppingAgent(
      at.map(({ origin }) => origin),
      { key: KEYS.acme, name },
    );
    agents.push(agent);
    return agent;
  }

  const call = (agent: Client, name = 'quick') => agent.callTool({ name, arguments: {} });
  /** Waits until an instance knows these calls. */
  const untilKnown = (instance: ClusterApplication, calls: number, running = 0) =>
    waitUntil(
      async () => {
        const { totalToolCalls, toolCallsInFlight } = await readStats(instance.origin);
        return totalToolCalls === calls && toolCallsInFlight === running;
      },
      { reason: `the instance knows ${calls} calls, ${running} of them in flight` },
    );
  const ended = (instance: ClusterApplication, sessionId: string) =>
    waitUntil(
      async () =>
        (await readSessions(instance.origin)).find((one) => one.sessionId === sessionId)?.state !== 'open',
      { reason: 'the session has ended' },
    );

  it('has one session in all instances, even if it calls them at the same time', async () => {
    const [one, two, three] = (await startInstances(3)) as [
      ClusterApplication,
      ClusterApplication,
      ClusterApplication,
    ];
    const agent = await agentAt('hopper', one, two, three);
    await Promise.all(Array.from({ length: 9 }, () => call(agent)));
    for (let n = 0; n < 3; n += 1) await call(agent);
    for (const instance of instances) await untilKnown(instance, 12);
    const events = await readAll(two.origin, '0');
    const [opened, ...others] = typed(events, 'session:open');
    expect(others).toEqual([]);
    const started = typed(events, 'tool:start');
    expect(new Set(started.map(({ sessionId }) => sessionId))).toEqual(new Set([opened?.sessionId]));
    expect(new Set(started.map(({ data }) => data.instance)).size).toBe(3);
    for (const { origin } of instances) expect(await readSessions(origin)).toMatchObject([{ calls: 12 }]);
  });

  it('has its session while a call runs in any instance, and it expires once after that', async () => {
    const [owner, other] = (await startInstances(2, { derivedIdleMs: 1_500 })) as Pair;
    const agent = await agentAt('busy', owner, other);
    // The owner's own call runs until the other one does, however long that takes.
    const first = call(await agentAt('busy', owner), 'hold');
    await untilKnown(other, 1, 1);
    const held = call(await agentAt('busy', other), 'hold');
    await untilKnown(owner, 2, 2);
    owner.app.get(HeldTools).proceed.resolve();
    await first;
    await call(await agentAt('idle', owner));
    const expired = async () => typed(await readAll(owner.origin, '0'), 'session:expired');
    await waitUntil(async () => (await expired()).length === 1, { reason: 'the idle session has expired' });
    other.app.get(HeldTools).proceed.resolve();
    await held;
    await waitUntil(async () => (await expired()).length === 2, { reason: 'both sessions have expired' });
    await call(agent);
    await untilKnown(owner, 4);
    const events = await readAll(owner.origin, '0');
    const names = typed(events, 'session:open').map(({ data }) => data.client.name);
    expect(names).toEqual(['busy', 'idle', 'busy']);
    const [idle, busy] = typed(events, 'session:expired');
    expect(busy?.data).toMatchObject({ reason: 'idle', calls: 2 });
    expect(idle?.sessionId).not.toBe(busy?.sessionId);
    const lastEnd = events.findLast(
      ({ type, sessionId }) => type === 'tool:done' && sessionId === busy?.sessionId,
    );
    expect(events.indexOf(lastEnd!)).toBeLessThan(events.indexOf(busy!));
    expect(new Set(typed(events, 'tool:start').map(({ sessionId }) => sessionId)).size).toBe(3);
  });

  it('begins a new session when the owner shuts down, and its calls elsewhere go on', async () => {
    const [owner, other] = (await startInstances(2)) as Pair;
    await call(await agentAt('hopper', owner));
    const agent = await agentAt('hopper', other);
    const held = call(agent, 'hold');
    await untilKnown(owner, 2, 1);
    await owner.app.close();
    const { sessionId } = typed(await readAll(other.origin, '0'), 'session:open')[0]!;
    await ended(other, sessionId);
    await call(agent);
    other.app.get(HeldTools).proceed.resolve();
    expect(await held).toMatchObject({ content: [{ text: 'done' }] });
    await untilKnown(other, 3);
    const events = await readAll(other.origin, '0');
    expect(unpairedCalls(events)).toEqual([]);
    expect(typed(events, 'session:close').map((event) => event.sessionId)).toEqual([sessionId]);
    expect(typed(events, 'session:open')).toHaveLength(2);
    expect(typed(events, 'tool:done').map((event) => event.sessionId === sessionId)).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('has its session ended in all instances by an admin at any of them', async () => {
    const [owner, other] = (await startInstances(2)) as Pair;
    await call(await agentAt('hopper', owner));
    const agent = await agentAt('hopper', other);
    const held = call(agent, 'hold');
    await untilKnown(owner, 2, 1);
    const { sessionId } = (await readSessions(other.origin))[0]!;
    const answer = await asAdmin(other.origin, `/sessions/${sessionId}`, { method: 'DELETE' });
    expect(answer.status).toBe(202);
    expect(await held).toMatchObject({ isError: true, content: [{ text: 'Cancelled by an administrator' }] });
    await ended(other, sessionId);
    await call(agent);
    await untilKnown(other, 3);
    const events = await readAll(other.origin, '0');
    expect(unpairedCalls(events)).toEqual([]);
    expect(typed(events, 'session:open')).toHaveLength(2);
    expect(typed(events, 'session:close')).toMatchObject([
      { sessionId, data: { reason: 'admin', calls: 2 } },
    ]);
  });

  it('gives way to a session of its tenant beyond the maximum, in whichever instance it has been idle longest', async () => {
    const [one, two] = (await startInstances(2, { maxSessionsPerTenant: 2 })) as Pair;
    const headers = { authorization: `Bearer ${KEYS.acme}` };
    const open = async ({ origin }: ClusterApplication) =>
      (await readSessions(origin)).flatMap(({ state, sessionId }) => (state === 'open' ? [sessionId] : []));
    const untilOpen = (...ids: string[]) =>
      waitUntil(
        async () => (await Promise.all(instances.map(open))).every((known) => String(known) === String(ids)),
        { reason: 'both instances know the open sessions' },
      );
    const first = await beginSession(one.origin, headers);
    await untilOpen(first);
    const second = await beginSession(two.origin, headers);
    await untilOpen(second, first);
    const third = await beginSession(two.origin, headers);
    await untilOpen(third, second);
    const calls = [second, third].map((sessionId) =>
      sendRaw(two.origin, callRequest('hold'), { headers: { ...headers, 'mcp-session-id': sessionId } }),
    );
    await untilKnown(one, 2, 2);
    const refused = await sendRaw(one.origin, initializeRequest(), { headers });
    expect(refused).toMatchObject({ status: 429 });
    two.app.get(HeldTools).proceed.resolve();
    await Promise.all(calls);
    const expired = typed(await readAll(one.origin, '0'), 'session:expired');
    expect(expired).toMatchObject([{ sessionId: first, data: { reason: 'idle' } }]);
  });
}

describeWithRedis('the derived session of an instance that is killed', () => {
  afterAll(() => ServerProcess.killAll());

  it('ends once, and the next call of its agent begins another one', async () => {
    const redis = await RedisServer.start();
    const log = redis.url(randomUUID());
    const [owner, other] = await Promise.all([startInstance(log), startInstance(log)]);
    const hold = ({ origin }: ServerProcess) =>
      void sendModern(origin, 'tools/call', { name: 'hold', arguments: {} }).catch(() => undefined);
    hold(owner);
    await untilStats(other, ({ toolCallsInFlight }) => toolCallsInFlight === 1, 'its call is known');
    hold(other);
    await untilStats(other, ({ toolCallsInFlight }) => toolCallsInFlight === 2, 'both calls are known');
    await owner.kill();
    await untilStats(other, ({ activeSessions }) => activeSessions === 0, 'the session has ended');
    hold(other);
    await untilStats(other, ({ activeSessions }) => activeSessions === 1, 'another session has begun');
    const events = await eventsOf(other);
    const [lost, next, ...more] = typed(events, 'session:open').map(({ sessionId }) => sessionId);
    expect(more).toEqual([]);
    const reason = 'instance-lost';
    expect(typed(events, 'session:expired')).toMatchObject([{ sessionId: lost, data: { reason, calls: 2 } }]);
    expect(typed(events, 'tool:error')).toMatchObject([{ sessionId: lost, data: { code: reason } }]);
    await untilStats(other, ({ totalToolCalls }) => totalToolCalls === 3, 'the next call has begun');
    const started = typed(await eventsOf(other), 'tool:start').map(({ sessionId }) => sessionId);
    expect(started).toEqual([lost, lost, next]);
    await redis.kill();
  });
});
