import { createHash } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { ingest, OutsideSource } from '../support/ingest/outside-source.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

/** Each test starts processes, which takes long on a busy machine. */
import.meta.jest.setTimeout(240_000);

const KEYS = { old: 'the-old-key-of-the-orders', next: 'the-next-key-of-the-orders' };
const OLD = { name: 'orders', tenant: 'acme', key: KEYS.old };
const NEXT = {
  name: 'orders',
  tenant: 'acme',
  keySha256: createHash('sha256').update(KEYS.next).digest('hex'),
};

describe('observers outside that the configuration file names', () => {
  let file: string;
  let server: ServerProcess;

  function writeObservers(...observers: object[]): void {
    writeFileSync(`${file}.new`, JSON.stringify({ observers }));
    renameSync(`${file}.new`, file);
  }

  async function statusOf(key: string): Promise<number> {
    const source = new OutsideSource('orders.1');
    return (await ingest(server.origin, source.body(source.open()), key)).status;
  }

  const statuses = async () => [await statusOf(KEYS.old), await statusOf(KEYS.next)];

  beforeEach(async () => {
    file = join(await temporaryFolder(), 'crowsnest.json');
    writeObservers(OLD);
    const env = { CROWSNEST_CONFIG: file, CROWSNEST_LOG: 'memory:' };
    server = await ServerProcess.start(await freePort(), env);
  });

  afterEach(() => server.stop());

  it('are out when their key is withdrawn or expires, and in with the one that was given in its place', async () => {
    expect(await statusOf(KEYS.old)).toBe(202);
    writeObservers(OLD, NEXT);
    // A wrong key that is sent too often is not looked at any more, so none is sent before.
    await waitUntil(() => server.output.includes('2 keys are valid'), { reason: 'the file is read again' });
    expect(await statuses()).toEqual([202, 202]);
    writeObservers(NEXT);
    await waitUntil(() => server.output.includes('1 keys are valid'), { reason: 'the old key is withdrawn' });
    expect(await statuses()).toEqual([401, 202]);
    const expires = new Date(Date.now() + 1_500).toISOString();
    writeObservers({ ...NEXT, expires });
    await waitUntil(async () => (await statusOf(KEYS.next)) === 401, { reason: 'the next key has expired' });
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expires));
  });
});
