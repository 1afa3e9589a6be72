import { randomUUID } from 'node:crypto';
import type { INestApplication } from '@nestjs/common';
import { createCrowsnestTestingApp } from '#testing';
import { sendModern } from '../../support/agents/raw-mcp.ts';
import { describeWithRedis, RedisServer } from '../../support/brokers/redis-server.ts';
import { joinCluster, KEYS, type ClusterApplication } from '../../support/cluster/cluster-application.ts';
import { instancesOf } from '../../support/cluster/cluster.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { AskingTools } from '../../support/handlers/asking-tools.ts';
import { readAll } from '../../support/server/admin-api.ts';

/** What an agent is asked, and by which state it comes back. */
interface Asked {
  inputRequests: object;
  requestState: string;
}

describeWithRedis('a call of an older upstream that one of two instances holds', () => {
  let redis: RedisServer;
  let upstream: INestApplication;
  let holder: ClusterApplication;
  let other: ClusterApplication;

  beforeEach(async () => {
    redis = await RedisServer.start();
    upstream = await createCrowsnestTestingApp({ providers: [AskingTools] });
    const notes = { url: `${await upstream.getUrl()}/mcp`, era: 'legacy' as const };
    const options = { upstreams: { notes }, standalone: true };
    const log = redis.url(randomUUID());
    [holder, other] = await Promise.all([joinCluster(log, [], options), joinCluster(log, [], options)]);
  });
  afterEach(async () => {
    await Promise.all([holder.app.close(), other.app.close()]);
    await upstream.close();
    await redis.kill();
  });

  const greet = async ({ origin }: ClusterApplication, more: object = {}, key = KEYS.acme) => {
    const _meta = { 'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } } };
    const params = { name: 'greet', arguments: { greeting: 'Hello' }, _meta, ...more };
    const headers = { authorization: `Bearer ${key}` };
    return (await sendModern(origin, 'tools/call', params, { headers })).body;
  };
  const answersTo = ({ inputRequests }: Asked) =>
    Object.fromEntries(
      Object.keys(inputRequests).map((key) => [key, { action: 'accept', content: { name: 'Ann' } }]),
    );

  it('goes on with the answers that its agent brings to the other one, and is one operation', async () => {
    const asked = (await greet(holder))?.result as unknown as Asked;
    const retry = { requestState: asked.requestState, inputResponses: answersTo(asked) };
    const answered = await greet(other, retry);
    expect(answered?.result).toMatchObject({ content: [{ text: 'Hello, Ann' }] });
    const ended = async () => (await readAll(other.origin, '0')).filter(({ type }) => type === 'tool:done');
    await waitUntil(async () => (await ended()).length === 2, { reason: 'both parts are in the log' });
    const starts = (await readAll(other.origin, '0')).flatMap((event) =>
      event.type === 'tool:start' ? [event.data] : [],
    );
    expect(starts).toHaveLength(2);
    expect(starts[1]).toMatchObject({ continues: starts[0]?.callId, instance: starts[0]?.instance });
    expect(await greet(other, retry)).toMatchObject({ error: { code: -32_602 } });
  });

  it('goes on for nobody else, and not with another state', async () => {
    const asked = (await greet(holder))?.result as unknown as Asked;
    const { requestState } = asked;
    const inputResponses = answersTo(asked);
    const unknown = { error: { code: -32_602, message: expect.stringContaining('requestState') } };
    expect(await greet(other, { requestState, inputResponses }, KEYS.globex)).toMatchObject(unknown);
    const [call, , signature] = requestState.split('.');
    const forged = `${call}.${'0'.repeat(8)}.${signature}`;
    expect(await greet(other, { requestState: forged, inputResponses })).toMatchObject(unknown);
    expect(await greet(other, { requestState, inputResponses })).toMatchObject({
      result: { content: [{ text: 'Hello, Ann' }] },
    });
  });

  it('is not known any more once its instance has ended', async () => {
    const asked = (await greet(holder))?.result as unknown as Asked;
    await holder.app.close();
    await waitUntil(async () => (await instancesOf(other)).length === 1, {
      reason: 'the other instance knows that the holder has gone',
    });
    const retry = { requestState: asked.requestState, inputResponses: answersTo(asked) };
    expect(await greet(other, retry)).toMatchObject({
      error: { code: -32_602, message: expect.stringContaining('requestState') },
    });
  });
});
