import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { freePort, ServerProcess, type LaunchOptions } from '../support/server/server-process.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';

const NOBODY = 65_534;

/** The output that the operator reads when a server does not start. */
async function failure(port: number, env: Record<string, string>, options?: LaunchOptions): Promise<string> {
  const server = ServerProcess.launch(port, env, options);
  expect(await server.ended()).toBe(1);
  expect(server.output).not.toContain('    at ');
  return server.output;
}

describe('a server that cannot start', () => {
  let folder: string;
  let port: number;

  beforeEach(async () => {
    folder = await temporaryFolder();
    port = await freePort();
  });

  it('lists every fault of its configuration at once', async () => {
    const output = await failure(port, {
      HOST: '0.0.0.0',
      CROWSNEST_LOG: 'nats://',
      CROWSNEST_LOGG: 'memory:',
    });
    expect(output).toContain('3 faults');
    for (const name of ['AGENT_KEYS', 'CROWSNEST_LOG ', 'CROWSNEST_LOGG']) expect(output).toContain(name);
  });

  it('names a configuration file that is missing', async () => {
    const file = join(folder, 'crowsnest.json');
    expect(await failure(port, { CROWSNEST_CONFIG: file })).toContain(file);
  });

  it('names the port that is in use', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const output = await failure(port, { CROWSNEST_LOG: 'memory:' });
    expect(output).toBe(
      `Port ${port} on 127.0.0.1 is in use by another program. Stop that one, or choose another with PORT.\n`,
    );
    other.close();
  });

  it('reports that another process uses its log', async () => {
    const log = join(folder, 'events.db');
    const first = await ServerProcess.start(await freePort(), { CROWSNEST_LOG: `sqlite:${log}` });
    const output = await failure(port, { CROWSNEST_LOG: `sqlite:${log}` });
    expect(output).toContain(`The event log ${log} is in use by another process.`);
    await first.stop();
  });

  it('reports that its log is corrupt and does not change the file', async () => {
    const log = join(folder, 'events.db');
    await writeFile(log, 'not a database '.repeat(1_000));
    const output = await failure(port, { CROWSNEST_LOG: `sqlite:${log}` });
    expect(output).toContain(`The event log ${log} cannot be read: file is not a database.`);
  });

  // Only root can start a process as another user, and root itself may write everywhere.
  (process.getuid?.() === 0 ? it : it.skip)('says that its log is read-only', async () => {
    const data = join(folder, 'data');
    await mkdir(data);
    const log = join(data, 'events.db');
    await (await ServerProcess.start(await freePort(), { CROWSNEST_LOG: `sqlite:${log}` })).stop();
    execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, folder]);
    await chmod(log, 0o444);
    const output = await failure(port, { CROWSNEST_LOG: `sqlite:${log}` }, { uid: NOBODY });
    expect(output).toContain(`The event log ${log} cannot be written`);
  });
});
