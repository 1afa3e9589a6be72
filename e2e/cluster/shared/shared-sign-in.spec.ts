import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { PeerSeal } from '#edge';
import { START_WAIT_MS } from '../../../libs/admin/sign-in/sign-outs/shared-sign-outs.ts';
import { callRequest, sendRaw } from '../../support/agents/raw-mcp.ts';
import { BrokerProxy } from '../../support/brokers/broker-proxy.ts';
import type { BrokerServer } from '../../support/brokers/broker-server.ts';
import { describeWithNats, NatsServer } from '../../support/brokers/nats-server.ts';
import { describeWithRedis, RedisServer } from '../../support/brokers/redis-server.ts';
import {
  CLUSTER_SECRET,
  joinCluster,
  KEYS,
  type ClusterApplication,
} from '../../support/cluster/cluster-application.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { asAdmin } from '../../support/server/admin-api.ts';
import { freePort } from '../../support/server/server-process.ts';

describeWithRedis('an admin of several instances, over Redis', () =>
  describeSignIn(() => RedisServer.start()),
);
describeWithNats('an admin of several instances, over NATS', () => describeSignIn(() => NatsServer.start()));

function describeSignIn(startBroker: () => Promise<BrokerServer>): void {
  let broker: BrokerServer;
  let log: string;
  let instances: ClusterApplication[];

  const join = async (): Promise<ClusterApplication> => {
    const joined = await joinCluster(log, []);
    instances.push(joined);
    return joined;
  };

  const signIn = async ({ origin }: ClusterApplication): Promise<string> => {
    const signedIn = await asAdmin(origin, '/auth/session', { method: 'POST' });
    return (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  };

  const ask = ({ origin }: ClusterApplication, cookie: string, method = 'GET') =>
    fetch(`${origin}/auth/session`, { method, headers: { cookie, origin } });

  const statuses = (cookie: string) =>
    Promise.all(instances.map(async (instance) => (await ask(instance, cookie)).status));

  /** Waits until an instance can tell every other one: they hear each other at intervals. */
  const meet = async (instance: ClusterApplication): Promise<void> => {
    const names = async () => {
      const answer = await asAdmin(instance.origin, '/instances');
      return ((await answer.json()) as { instances: { lag?: object }[] }).instances;
    };
    const isMet = async () => (await names()).filter(({ lag }) => lag).length === instances.length;
    await waitUntil(isMet, { reason: 'the instance has heard the others' });
  };

  beforeAll(async () => {
    broker = await startBroker();
  });

  afterAll(() => broker.kill());

  beforeEach(async () => {
    log = broker.url(randomUUID());
    instances = [];
    await Promise.all([join(), join(), join()]);
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await Promise.all(instances.map(({ app }) => app.close()));
  });

  /** Lets a start wait for the sign-outs of the others as long as it takes. */
  const waitPatiently = (): void => {
    const { setTimeout } = globalThis;
    const patient = (act: () => void, ms?: number) => setTimeout(act, ms === START_WAIT_MS ? 60_000 : ms);
    jest.spyOn(globalThis, 'setTimeout').mockImplementation(patient as typeof setTimeout);
  };

  it('is signed out of all of them at once, of those that join later, and of open streams', async () => {
    const [first, second, third] = instances as [ClusterApplication, ClusterApplication, ClusterApplication];
    const [cookie, kept] = [await signIn(first), await signIn(first)];
    expect(await statuses(cookie)).toEqual([200, 200, 200]);
    const stream = await fetch(`${third.origin}/events`, { headers: { cookie } });
    await meet(second);
    expect((await ask(second, cookie, 'DELETE')).status).toBe(204);
    // An instance that is busy for longer than a second is told again.
    await waitUntil(async () => (await statuses(cookie)).every((status) => status === 401), {
      reason: 'all instances know the sign-out',
      seen: () => statuses(cookie),
    });
    await stream.text();
    const later = await join();
    expect((await ask(later, cookie)).status).toBe(401);
    expect(await statuses(kept)).toEqual([200, 200, 200, 200]);
  });

  it('is not let in by an instance that starts before the others have told it of the sign-out', async () => {
    const port = await freePort();
    const proxy = await BrokerProxy.start(port);
    log = broker.url(randomUUID());
    const first = await joinCluster(log, [], { port, peerUrl: `http://127.0.0.1:${proxy.port}` });
    const cookie = await signIn(first);
    expect((await ask(first, cookie, 'DELETE')).status).toBe(204);
    proxy.hold('/peers/notices/sign-outs');
    instances.push(first);
    waitPatiently();
    const joining = join();
    await waitUntil(() => proxy.isHolding, { reason: 'the new instance asks for the sign-outs' });
    expect(await Promise.race([joining, pause(300, 'not started')])).toBe('not started');
    proxy.release();
    expect((await ask(await joining, cookie)).status).toBe(401);
    await proxy.close();
  });

  it('is signed out although one of them cannot be reached', async () => {
    const [first, second] = instances as [ClusterApplication, ClusterApplication];
    const silent = await joinCluster(log, [], { peerUrl: 'http://127.0.0.1:1' });
    instances.push(silent);
    const cookie = await signIn(first);
    await meet(second);
    expect((await ask(second, cookie, 'DELETE')).status).toBe(204);
    await waitUntil(async () => (await ask(first, cookie)).status === 401, {
      reason: 'the other one knows the sign-out',
    });
  });

  it('gets 429 everywhere after wrong tokens at any of them', async () => {
    const [first, second] = instances as [ClusterApplication, ClusterApplication];
    for (const instance of instances) await meet(instance);
    const wrong = { authorization: 'Bearer not-a-token-of-any-instance' };
    const tryAt = async ({ origin }: ClusterApplication, times: number) => {
      for (let n = 0; n < times; n += 1) await asAdmin(origin, '/stats', { headers: wrong });
    };
    await tryAt(first, 5);
    await tryAt(second, 5);
    const isRefused = async (instance: ClusterApplication) => {
      const { status } = await asAdmin(instance.origin, '/stats', { headers: wrong });
      return status === 429;
    };
    for (const instance of instances)
      await waitUntil(() => isRefused(instance), { reason: 'the instance counts what others have seen' });
    const cookie = await signIn(first);
    expect(await statuses(cookie)).toEqual([200, 200, 200]);
  });

  it('leaves agents in whose key was right at any of them, after wrong keys from the same address', async () => {
    const [first, second] = instances as [ClusterApplication, ClusterApplication];
    await meet(first);
    const tryKey = async ({ origin }: ClusterApplication, key: string) =>
      (await sendRaw(origin, callRequest('none'), { headers: { authorization: `Bearer ${key}` } })).status;
    expect([401, 429]).not.toContain(await tryKey(first, KEYS.acme));
    for (let n = 0; n < 10; n += 1) await tryKey(first, 'not-a-key');
    const isRefused = async () => (await tryKey(second, 'not-a-key')) === 429;
    await waitUntil(isRefused, { reason: 'the other instance counts wrong keys' });
    const isLetIn = async () => (await tryKey(second, KEYS.acme)) !== 429;
    await waitUntil(isLetIn, { reason: 'the other instance knows whose key was right' });
    expect(await tryKey(second, KEYS.globex)).toBe(429);
  });

  it('is not signed out by anybody who is no instance', async () => {
    const [first] = instances as [ClusterApplication];
    const cookie = await signIn(first);
    const url = '/peers/notices/sign-outs';
    const body = JSON.stringify({ endedUntil: Date.now() + 60_000, admins: {} });
    const digest = 'sha-256=:AA==:';
    const send = (secret: string, kind: 'instance' | 'agent') => {
      const sealed = { method: 'POST', url, headers: { 'content-digest': digest } };
      const sender =
        kind === 'agent' ? { kind, id: 'a', name: 'a', tenantId: 'acme' } : { kind, id: 'forged' };
      const seal = new PeerSeal(secret).seal(sealed, sender);
      return fetch(first.origin + url, { method: 'POST', headers: { ...sealed.headers, ...seal }, body });
    };
    expect((await fetch(first.origin + url, { method: 'POST', body })).status).toBe(404);
    expect((await send(`not ${CLUSTER_SECRET}`, 'instance')).status).toBe(404);
    expect((await send(CLUSTER_SECRET, 'agent')).status).toBe(404);
    // A signature that was seen, with another body.
    expect((await send(CLUSTER_SECRET, 'instance')).status).toBe(400);
    expect((await ask(first, cookie)).status).toBe(200);
  });
}
