import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventOf, HistoryPage } from '#contract';
import { BrokerProxy } from '../support/brokers/broker-proxy.ts';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { asAdmin } from '../support/server/admin-api.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

const TOKENS = {
  ann: 'a-token-of-ann-0123456789',
  bob: 'a-token-of-bob-0123456789',
  eve: 'a-token-of-eve-0123456789',
};
type Name = keyof typeof TOKENS;

/** Each test starts a process, which takes long on a busy machine. */
import.meta.jest.setTimeout(240_000);

const bearer = (name: Name) => ({ authorization: `Bearer ${TOKENS[name]}` });

const contentsOf = (...names: Name[]): string =>
  JSON.stringify({ admins: names.map((name) => ({ name, token: TOKENS[name], role: 'viewer' })) });

/** Puts another file in the place of one, as editors do. */
function replace(file: string, contents: string): void {
  writeFileSync(`${file}.new`, contents);
  renameSync(`${file}.new`, file);
}

describe('the configuration file of a running server', () => {
  let folder: string;
  let file: string;
  let server: ServerProcess;

  async function start(): Promise<void> {
    server = await ServerProcess.start(await freePort(), {
      CROWSNEST_CONFIG: file,
      CROWSNEST_LOG: 'memory:',
    });
  }

  const isIn = async (name: Name): Promise<boolean> => {
    const { ok, body } = await fetch(`${server.origin}/stats`, { headers: bearer(name) });
    await body?.cancel();
    return ok;
  };

  async function acts(): Promise<EventOf<'admin:configuration'>['data'][]> {
    const page = await asAdmin(server.origin, '/history?type=admin:configuration');
    const { events } = (await page.json()) as HistoryPage;
    return (events as EventOf<'admin:configuration'>[]).map(({ data }) => data);
  }

  /** Waits for the act that adds something. To try a token until it is right would count as guessing. */
  const added = (name: string): Promise<unknown> =>
    waitUntil(async () => (await acts()).some((act) => act.added?.includes(name)), {
      reason: `${name} is added`,
      seen: () => server.output,
    });

  const says = (text: string): Promise<unknown> =>
    waitUntil(() => server.output.includes(text), { reason: `it says "${text}"`, seen: () => server.output });

  beforeEach(async () => {
    folder = await temporaryFolder();
    file = join(folder, 'crowsnest.json');
  });

  afterEach(() => server.stop());

  it('is read again when an orchestrator changes a link on its path', async () => {
    const version = (name: string, ...names: Name[]): void => {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'crowsnest.json'), contentsOf(...names));
      symlinkSync(name, join(folder, '..data_tmp'));
      renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
    };
    version('..first', 'ann');
    symlinkSync(join('..data', 'crowsnest.json'), file);
    await start();
    const stream = await EventStream.open(server.origin, { headers: bearer('ann') });
    version('..second', 'bob');
    rmSync(join(folder, '..first'), { recursive: true });
    expect(await stream.ended()).toBe(true);
    expect([await isIn('ann'), await isIn('bob')]).toEqual([false, true]);
  });

  it('changes nothing while it is away, half written or no file, which is told, and holds once it is whole', async () => {
    replace(file, contentsOf('ann'));
    await start();
    rmSync(file);
    await says('cannot be read (ENOENT)');
    mkdirSync(file);
    await says('is not a regular file');
    rmSync(file, { recursive: true });
    const whole = contentsOf('ann', 'bob');
    writeFileSync(file, whole.slice(0, whole.length / 2));
    await says('is not valid JSON');
    expect([await isIn('ann'), await isIn('bob')]).toEqual([true, false]);
    writeFileSync(file, whole);
    await added('admins.bob');
    expect([await isIn('ann'), await isIn('bob')]).toEqual([true, true]);
    const outcomes = (await acts()).map(({ outcome }) => outcome);
    expect([outcomes.slice(0, 3), outcomes.at(-1)]).toEqual([['refused', 'refused', 'refused'], 'done']);
  });

  it('holds as it was written last, however often it changes and is asked to be read', async () => {
    replace(file, contentsOf('ann'));
    await start();
    for (let n = 1; n <= 20; n += 1) {
      replace(file, n % 2 === 1 ? contentsOf('bob') : contentsOf('ann', 'bob'));
      server.reload();
    }
    replace(file, contentsOf('bob', 'eve'));
    server.reload();
    await added('admins.eve');
    expect([await isIn('ann'), await isIn('bob'), await isIn('eve')]).toEqual([false, true, true]);
    for (const { outcome } of await acts()) expect(outcome).toBe('done');
  });
});

describeWithRedis('a configuration file that changes before the server listens', () => {
  it('is applied once it does, and SIGHUP does not end the server', async () => {
    const redis = await RedisServer.start();
    const proxy = await BrokerProxy.start(redis.port);
    proxy.hold('');
    const file = join(await temporaryFolder(), 'crowsnest.json');
    replace(file, contentsOf('ann'));
    const env = { CROWSNEST_CONFIG: file, CROWSNEST_LOG: redis.url(randomUUID(), proxy.port) };
    const server = ServerProcess.launch(await freePort(), { ...env, CROWSNEST_LOG_WAIT_MS: '120000' });
    try {
      await waitUntil(() => proxy.isHolding, {
        reason: 'the server waits for its log',
        seen: () => server.output,
      });
      replace(file, contentsOf('bob'));
      server.reload();
      proxy.release();
      await server.untilLive();
      await waitUntil(() => server.output.includes('other admins'), {
        reason: 'the file is read again',
        seen: () => server.output,
      });
      const statusOf = async (name: Name): Promise<number> =>
        (await fetch(`${server.origin}/stats`, { headers: bearer(name) })).status;
      expect([await statusOf('ann'), await statusOf('bob')]).toEqual([401, 200]);
    } finally {
      await server.kill();
      await proxy.close();
      await redis.dispose();
    }
  });
});
