import { randomUUID } from 'node:crypto';
import { SESSION_COOKIE, type InFlightCall } from '#contract';
import { beginSession, callRequest, sendModern, sendRaw } from '../../support/agents/raw-mcp.ts';
import { HeldTools } from '../../support/cluster/held-tools.ts';
import { joinCluster, KEYS, type ClusterApplication } from '../../support/cluster/cluster-application.ts';
import { instancesOf } from '../../support/cluster/cluster.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';
import type { BrokerServer } from '../../support/brokers/broker-server.ts';
import { describeWithNats, NatsServer } from '../../support/brokers/nats-server.ts';
import { describeWithRedis, RedisServer } from '../../support/brokers/redis-server.ts';
import { asAdmin, readAll, readStats } from '../../support/server/admin-api.ts';

const AGENT = { authorization: `Bearer ${KEYS.acme}` };

describeWithRedis('an admin at another instance than the one that runs a call, over Redis', () =>
  describeCommands(() => RedisServer.start()),
);
describeWithNats('an admin at another instance than the one that runs a call, over NATS', () =>
  describeCommands(() => NatsServer.start()),
);

function describeCommands(startBroker: () => Promise<BrokerServer>): void {
  let broker: BrokerServer;
  let log: string;
  let owner: ClusterApplication;
  let other: ClusterApplication;

  beforeAll(async () => {
    broker = await startBroker();
    log = broker.url(randomUUID());
    [owner, other] = await Promise.all([joinCluster(log, [HeldTools]), joinCluster(log, [HeldTools])]);
  });

  afterAll(async () => {
    await Promise.all([owner.app.close(), other.app.close()]);
    await broker.kill();
  });

  /** The one call in flight, once the other instance knows it. */
  const callAtOther = () =>
    waitUntil<InFlightCall | undefined>(async () => (await readStats(other.origin)).inFlight[0], {
      reason: 'the other instance knows the call',
    }) as Promise<InFlightCall>;

  const command = (method: string, path: string, body: object = {}) =>
    asAdmin(other.origin, path, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });

  it('cancels a call there, and learns that it has ended', async () => {
    const answer = sendModern(
      owner.origin,
      'tools/call',
      { name: 'hold', arguments: {} },
      { headers: AGENT },
    );
    const { callId, sessionId } = await callAtOther();
    const cancelled = await command('POST', `/calls/${callId}/cancel`, { reason: 'too slow' });
    expect([cancelled.status, await cancelled.json()]).toEqual([202, { callId }]);
    const text = 'Cancelled by an administrator';
    expect((await answer).body).toMatchObject({ result: { isError: true, content: [{ text }] } });
    const again = await command('POST', `/calls/${callId}/cancel`);
    expect([again.status, await again.json()]).toMatchObject([409, { error: 'CALL_ENDED' }]);
    expect((await command('POST', `/calls/${randomUUID()}/cancel`)).status).toBe(404);
    expect((await command('DELETE', `/sessions/${sessionId}`)).status).toBe(202);
    await waitUntil(async () => (await command('DELETE', `/sessions/${sessionId}`)).status === 409, {
      reason: 'the other instance knows that the derived session has ended',
    });
    const audit = async () =>
      (await readAll(other.origin, '0')).filter(
        ({ type, data }) =>
          ((type === 'admin:call-cancel' && data.callId === callId) ||
            (type === 'admin:session-end' && data.sessionId === sessionId)) &&
          data.outcome === 'done',
      );
    await waitUntil(async () => (await audit()).length >= 2, { reason: 'both acts are on record' });
    expect((await audit()).slice(0, 2)).toMatchObject([
      { type: 'admin:call-cancel', data: { admin: 'admin', from: '127.0.0.1', callId, reason: 'too slow' } },
      { type: 'admin:session-end', sessionId, data: { admin: 'admin' } },
    ]);
  });

  it('ends a protocol session there', async () => {
    const sessionId = await beginSession(owner.origin, AGENT);
    const ended = await command('DELETE', `/sessions/${sessionId}`);
    expect([ended.status, await ended.json()]).toEqual([202, { sessionId }]);
    const headers = { ...AGENT, 'mcp-session-id': sessionId };
    expect((await sendRaw(other.origin, callRequest('hold'), { headers })).status).toBe(404);
  });

  it('learns that an instance may know a call and does not answer', async () => {
    const silent = await joinCluster(log, [], { peerUrl: 'http://127.0.0.1:1' });
    const untilKnown = (count: number) =>
      waitUntil(async () => (await instancesOf(other)).length === count, {
        reason: `the other instance knows ${count} instances`,
      });
    await untilKnown(3);
    const answer = await command('POST', `/calls/${randomUUID()}/cancel`);
    expect([answer.status, await answer.json()]).toMatchObject([502, { error: 'OWNER_SILENT' }]);
    await silent.app.close();
    await untilKnown(2);
  });

  it('is signed in at all instances', async () => {
    const signedIn = await asAdmin(owner.origin, '/auth/session', { method: 'POST' });
    const [cookie = ''] = (signedIn.headers.get('set-cookie') ?? '').split(';');
    expect(cookie).toMatch(new RegExp(`^${SESSION_COOKIE}_[0-9a-f]{8}=`));
    const whoAmI = await fetch(`${other.origin}/auth/session`, { headers: { cookie } });
    expect(await whoAmI.json()).toMatchObject({ name: 'admin', role: 'admin' });
  });
}
