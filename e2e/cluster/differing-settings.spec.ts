import { randomUUID } from 'node:crypto';
import { beginSession, callRequest, sendRaw } from '../support/agents/raw-mcp.ts';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';
import { CLUSTER_SECRET } from '../support/cluster/cluster-application.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { readAll, readStats } from '../support/server/admin-api.ts';
import { ADMIN_TOKEN, freePort, ServerProcess } from '../support/server/server-process.ts';

const SHIFTED = { main: 'dist/e2e/support/cluster-chaos/shifted-server.js' };
const KEY = 'acme-key-of-the-suite';
const FURTHER_TOKEN = 'a-token-that-one-instance-has';

describeWithRedis('instances of one log that are set up differently', () => {
  let redis: RedisServer;
  let log: string;

  beforeAll(async () => {
    redis = await RedisServer.start();
  });

  beforeEach(() => {
    log = redis.url(randomUUID());
  });

  afterEach(() => ServerProcess.killAll());

  afterAll(() => redis.kill());

  /** Starts an instance. `at` is the port of its peer URL, if that is not its own. */
  const start = async (env: Record<string, string>, at?: number): Promise<ServerProcess> => {
    const port = await freePort();
    const own = {
      CROWSNEST_LOG: log,
      CROWSNEST_PEER_URL: `http://127.0.0.1:${at ?? port}`,
      CROWSNEST_CLUSTER_SECRET: CLUSTER_SECRET,
      AGENT_KEYS: `acme=${KEY}`,
    };
    return ServerProcess.start(port, { ...own, ...env }, SHIFTED);
  };

  const untilSaid = (instance: ServerProcess, ...texts: string[]): Promise<unknown> => {
    const seen = (): string => instance.output;
    const isSaid = (): boolean => texts.every((text) => seen().includes(text));
    return waitUntil(isSaid, { reason: `the operator is told: ${texts.join()}`, timeoutMs: 90_000, seen });
  };

  /** Calls a tool at each of them; resolves once all have the same events and counters. */
  const untilTold = async (instances: readonly ServerProcess[]): Promise<void> => {
    for (const { origin } of instances) {
      const headers = { authorization: `Bearer ${KEY}` };
      const sessionId = await beginSession(origin, headers);
      const call = callRequest('get_current_weather', { location: 'Oslo' });
      await sendRaw(origin, call, { headers: { ...headers, 'mcp-session-id': sessionId } });
    }
    let seen: unknown;
    const isSame = async (): Promise<boolean> => {
      const stats = await Promise.all(instances.map(({ origin }) => readStats(origin)));
      const ends = stats.map(({ totalToolCalls, toolCallsInFlight }) => [totalToolCalls, toolCallsInFlight]);
      seen = ends;
      return new Set(stats.map(({ asOf }) => asOf)).size === 1 && ends[0]?.join() === `${instances.length},0`;
    };
    await waitUntil(isSame, { reason: 'all have the same', timeoutMs: 60_000, seen: () => seen });
  };

  /** What each of them tells. */
  const histories = (instances: readonly ServerProcess[]) =>
    Promise.all(instances.map(({ origin }) => readAll(origin, '0')));

  it('tell of tokens, keys and clocks that differ, by no secret, and lose nothing', async () => {
    const one = await start({});
    const other = await start({
      ADMIN_TOKENS: `${ADMIN_TOKEN},${FURTHER_TOKEN}`,
      AGENT_KEYS: `acme=${KEY},globex=globex-key-of-the-suite`,
      CLOCK_SHIFT_MS: '3600000',
    });
    const differing = ['has other admin tokens than this one', 'has other agent keys than this one'];
    await untilSaid(one, ...differing, 's ahead of that of this one');
    await untilSaid(other, ...differing, 's behind that of this one');
    for (const { output } of [one, other])
      for (const secret of [FURTHER_TOKEN, ADMIN_TOKEN, KEY, CLUSTER_SECRET])
        expect(output).not.toContain(secret);
    await untilTold([one, other]);
    const [first, second] = await histories([one, other]);
    expect(second).toEqual(first);
  });

  it('tell of one that has the URL of another, and lose nothing', async () => {
    const one = await start({});
    const other = await start({}, Number(new URL(one.origin).port));
    await untilSaid(one, `${one.origin}, leads to this instance`);
    await untilSaid(other, 'has the CROWSNEST_PEER_URL of this instance');
    await untilTold([one, other]);
    const [first, second] = await histories([one, other]);
    expect(second).toEqual(first);
  });
});
