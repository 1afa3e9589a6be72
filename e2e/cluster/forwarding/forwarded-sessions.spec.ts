import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import {
  LoggingMessageNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { PeerSeal } from '#edge';
import { ToolRegistry } from '#tools';
import { AgentStream } from '../../support/agents/agent-stream.ts';
import { beginSession, callRequest, sendRaw } from '../../support/agents/raw-mcp.ts';
import { instancesOf } from '../../support/cluster/cluster.ts';
import { HeldTools } from '../../support/cluster/held-tools.ts';
import { connectHoppingClient } from '../../support/cluster/hopping-client.ts';
import {
  CLUSTER_SECRET,
  KEYS,
  joinCluster,
  type ClusterApplication,
} from '../../support/cluster/cluster-application.ts';
import type { BrokerServer } from '../../support/brokers/broker-server.ts';
import { describeWithNats, NatsServer } from '../../support/brokers/nats-server.ts';
import { describeWithRedis, RedisServer } from '../../support/brokers/redis-server.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';

const AGENT = { authorization: `Bearer ${KEYS.acme}` };
const POST = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };

const TITLE = 'a request of a protocol session that arrives at another instance';
describeWithRedis(`${TITLE}, with a log in Redis,`, () => describeForwarding(() => RedisServer.start()));
describeWithNats(`${TITLE}, with a log in NATS,`, () => describeForwarding(() => NatsServer.start()));

function describeForwarding(startBroker: () => Promise<BrokerServer>): void {
  let broker: BrokerServer;
  let log: string;
  let owner: ClusterApplication;
  let other: ClusterApplication;

  const inSession = (sessionId: string, more: Record<string, string> = {}) => ({
    ...AGENT,
    'mcp-session-id': sessionId,
    'mcp-protocol-version': '2025-11-25',
    ...more,
  });

  beforeAll(async () => {
    broker = await startBroker();
  });

  afterAll(() => broker.kill());

  beforeEach(async () => {
    log = broker.url(randomUUID());
    [owner, other] = await Promise.all([joinCluster(log, [HeldTools]), joinCluster(log, [HeldTools])]);
  });

  afterEach(async () => {
    await Promise.all([owner.app.close(), other.app.close()]);
  });

  const callAtOther = (sessionId: string) =>
    AgentStream.open(other.origin, {
      method: 'POST',
      headers: inSession(sessionId, POST),
      body: JSON.stringify(callRequest('hold')),
    });

  it('is served by its owner, with progress, messages, notifications and the end of the session', async () => {
    const { client, transport } = await connectHoppingClient(owner.origin, other.origin);
    const logged: unknown[] = [];
    let isChanged = false;
    client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
      logged.push(params.data);
    });
    client.setNotificationHandler(ToolListChangedNotificationSchema, () => {
      isChanged = true;
    });
    const progress: number[] = [];
    const onprogress = (update: { progress: number }): void => {
      progress.push(update.progress);
      owner.app.get(HeldTools).proceed.resolve();
    };
    const answer = await client.callTool({ name: 'hold', arguments: {} }, undefined, { onprogress });
    expect(answer.content).toEqual([{ type: 'text', text: 'done' }]);
    expect([progress, logged]).toEqual([[1], ['begun', 'almost done']]);
    // The client does not report when its GET stream is open, so the tools change until it has heard of it.
    for (let n = 0; !isChanged; n += 1) {
      const tool = { options: { name: `new-${n}` }, handle: async () => '' };
      owner.app.get(ToolRegistry).register(tool, 'test');
      await client.ping();
    }
    await transport.terminateSession();
    const { status } = await sendRaw(owner.origin, callRequest('hold'), {
      headers: inSession(transport.sessionId ?? ''),
    });
    expect(status).toBe(404);
    await client.close();
  });

  it('resumes a stream that was interrupted between the instances, and cancels a call', async () => {
    const sessionId = await beginSession(owner.origin, AGENT);
    const stream = await callAtOther(sessionId);
    await stream.until(() => stream.messages.length === 1);
    (owner.app.getHttpServer() as Server).closeAllConnections();
    await stream.ended();
    const resumed = await AgentStream.open(other.origin, {
      headers: inSession(sessionId, {
        accept: 'text/event-stream',
        'last-event-id': stream.frames.at(-1)?.id ?? '',
      }),
    });
    owner.app.get(HeldTools).proceed.resolve();
    await resumed.ended();
    expect(resumed.messages).toMatchObject([{ params: { data: 'almost done' } }, { id: 2 }]);

    owner.app.get(HeldTools).proceed = Promise.withResolvers();
    const called = await callAtOther(sessionId);
    await called.until(() => called.messages.length === 1);
    const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } };
    await sendRaw(other.origin, cancel, { headers: inSession(sessionId) });
    await owner.app.get(HeldTools).aborted.promise;
    called.cut();
  });

  it('goes on at its owner when the other instance shuts down', async () => {
    const sessionId = await beginSession(owner.origin, AGENT);
    const stream = await callAtOther(sessionId);
    await stream.until(() => stream.messages.length === 1);
    await other.app.close();
    await stream.ended();
    const resumed = await AgentStream.open(owner.origin, {
      headers: inSession(sessionId, {
        accept: 'text/event-stream',
        'last-event-id': stream.frames.at(-1)?.id ?? '',
      }),
    });
    owner.app.get(HeldTools).proceed.resolve();
    await resumed.ended();
    expect(resumed.messages.at(-1)).toMatchObject({ id: 2, result: { content: [{ text: 'done' }] } });
  });

  it('is answered 404 if it comes from another agent, or if the owner has gone', async () => {
    const sessionId = await beginSession(owner.origin, AGENT);
    const ping = { jsonrpc: '2.0', id: 3, method: 'ping' };
    const globex = inSession(sessionId, { authorization: `Bearer ${KEYS.globex}` });
    expect((await sendRaw(other.origin, ping, { headers: globex })).status).toBe(404);
    expect((await sendRaw(other.origin, ping, { headers: inSession(sessionId) })).status).toBe(200);
    const stream = await AgentStream.open(other.origin, {
      headers: inSession(sessionId, { accept: 'text/event-stream' }),
    });
    expect(stream.status).toBe(200);
    await owner.app.close();
    await stream.ended();
    await waitUntil(async () => (await instancesOf(other)).length === 1, {
      reason: 'the other instance knows that the owner has gone',
    });
    const gone = await sendRaw(other.origin, ping, { headers: inSession(sessionId) });
    expect(gone).toMatchObject({ status: 404, body: { error: { code: -32001 } } });
  });

  it('is answered 502 while its owner is up and does not answer', async () => {
    const silent = await joinCluster(log, [], { peerUrl: 'http://127.0.0.1:1' });
    const sessionId = await beginSession(silent.origin, AGENT);
    const ping = { jsonrpc: '2.0', id: 3, method: 'ping' };
    const answer = await sendRaw(other.origin, ping, { headers: inSession(sessionId) });
    await silent.app.close();
    const error = { message: expect.stringContaining('does not answer') };
    expect(answer).toMatchObject({ status: 502, body: { id: 3, error } });
  });

  it('is never handed over twice, nor taken from whoever lacks the secret', async () => {
    const sessionId = await beginSession(owner.origin, AGENT);
    const ping = { jsonrpc: '2.0', id: 3, method: 'ping' };
    const acme = { kind: 'agent', id: 'forged', name: 'acme', tenantId: 'acme' } as const;
    const { authorization: _, ...headers } = inSession(sessionId);
    const sealed = (secret: string) =>
      new PeerSeal(secret).seal({ method: 'POST', url: '/mcp', headers }, acme);
    const send = (secret: string) =>
      sendRaw(other.origin, ping, { headers: { ...headers, ...sealed(secret) } });
    expect((await send(`not ${CLUSTER_SECRET}`)).status).toBe(401);
    // It is of another instance, and comes from an instance.
    expect((await send(CLUSTER_SECRET)).status).toBe(404);
  });
}
