import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { compareEventIds } from '#contract';
import { EventLog, ProjectionKeeper } from '#events';
import { beginSession, callRequest, sendRaw } from '../../support/agents/raw-mcp.ts';
import { BrokerProxy } from '../../support/brokers/broker-proxy.ts';
import type { BrokerServer } from '../../support/brokers/broker-server.ts';
import { describeWithNats, NatsServer } from '../../support/brokers/nats-server.ts';
import { describeWithRedis, RedisServer } from '../../support/brokers/redis-server.ts';
import { joinCluster, KEYS, type ClusterApplication } from '../../support/cluster/cluster-application.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { ScriptedTools } from '../../support/handlers/scripted-tools.ts';
import { readSessions, readStats } from '../../support/server/admin-api.ts';
import { EventStream } from '../../support/server/event-stream.ts';

const AGENT = { authorization: `Bearer ${KEYS.acme}` };
const MISSED_CALLS = 20;

describeWithRedis('an instance that missed events which Redis does not hold any more', () =>
  describeMissing(() => RedisServer.start()),
);
describeWithNats('an instance that missed events which NATS does not hold any more', () =>
  describeMissing(() => NatsServer.start()),
);

function describeMissing(startBroker: () => Promise<BrokerServer>): void {
  let broker: BrokerServer;
  let proxy: BrokerProxy;
  let prefix: string;
  let present: ClusterApplication;
  let away: ClusterApplication;

  beforeAll(async () => {
    broker = await startBroker();
    proxy = await BrokerProxy.start(broker.port);
  });

  beforeEach(async () => {
    prefix = randomUUID();
    const urls = [broker.url(prefix), broker.url(prefix, proxy.port)] as const;
    [present, away] = await Promise.all([
      joinCluster(urls[0], [ScriptedTools]),
      joinCluster(urls[1], [ScriptedTools]),
    ]);
  });

  afterEach(async () => {
    proxy.reopen();
    await Promise.all([present.app.close(), away.app.close()]);
  });

  afterAll(async () => {
    await proxy.close();
    await broker.kill();
  });

  const callInSession = async (sessionId: string, count: number): Promise<void> => {
    const headers = { ...AGENT, 'mcp-session-id': sessionId };
    for (let n = 0; n < count; n += 1)
      await sendRaw(present.origin, callRequest('add', { a: n, b: n }), { headers });
  };

  /** Waits until the checkpoints include everything, and has all be dropped but the newest. */
  const dropAll = async (): Promise<void> => {
    const { last } = present.app.get(EventLog);
    const keeper = present.app.get(ProjectionKeeper);
    const isSaved = async (): Promise<boolean> => {
      await keeper.save();
      return compareEventIds(keeper.savedUpTo, last) >= 0;
    };
    await waitUntil(isSaved, { reason: 'a checkpoint includes the calls' });
    await broker.keepNewest(prefix, 1);
  };

  const untilEqual = async (): Promise<void> => {
    let told: unknown[] = [];
    const isEqual = async (): Promise<boolean> => {
      const both = [await readStats(present.origin), await readStats(away.origin)] as const;
      told = both.map(({ asOf, totalToolCalls, activeSessions }) => ({
        asOf,
        totalToolCalls,
        activeSessions,
      }));
      return isDeepStrictEqual(both[0], both[1]);
    };
    await waitUntil(isEqual, { reason: 'both have the same counters', timeoutMs: 60_000, seen: () => told });
  };

  it('has the counters and sessions of the others all the same, and tells its subscribers of the gap', async () => {
    const [ended, open] = [
      await beginSession(present.origin, AGENT),
      await beginSession(present.origin, AGENT),
    ];
    await callInSession(ended, 1);
    await untilEqual();
    const stream = await EventStream.open(away.origin);
    proxy.shut();
    await callInSession(ended, MISSED_CALLS);
    const headers = { ...AGENT, 'mcp-session-id': ended };
    await fetch(`${present.origin}/mcp`, { method: 'DELETE', headers });
    await present.app.get(EventLog).flush();
    await dropAll();
    await callInSession(open, 1);
    proxy.reopen();
    await untilEqual();
    expect((await readStats(away.origin)).totalToolCalls).toBe(MISSED_CALLS + 2);
    expect(await readSessions(away.origin)).toEqual(await readSessions(present.origin));
    await stream.until(() => stream.gaps.length > 0);
    stream.cut();
  });
}
