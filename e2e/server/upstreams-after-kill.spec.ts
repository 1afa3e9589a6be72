import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectLegacyClient, type LegacyClient } from '#testing';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { processesBelow } from '../support/environment/processes.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { isRunning, stdioFaultServer } from '../support/fault-server/fault-server.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

describe('a server that is killed', () => {
  let folder: string;
  let server: ServerProcess;
  const agents: LegacyClient[] = [];

  const start = async (): Promise<void> => {
    server = await ServerProcess.start(await freePort(), {
      CROWSNEST_LOG: `sqlite:${join(folder, 'events.db')}`,
      CROWSNEST_UPSTREAMS: JSON.stringify({ stubborn: stdioFaultServer('stubborn') }),
    });
  };
  /** Begins a session. Resolves with its process and one that this has started, both of which ignore SIGTERM. */
  const begin = async (): Promise<number[]> => {
    const agent = await connectLegacyClient(server.origin);
    agents.push(agent);
    const pidOf = async (tool: string): Promise<number> => {
      const { content } = await agent.callTool({ name: tool, arguments: {} });
      return Number((content as { text: string }[])[0]?.text);
    };
    return [await pidOf('pid'), await pidOf('fork')];
  };
  const beginThree = async (): Promise<number[]> => (await Promise.all([begin(), begin(), begin()])).flat();
  const records = async (): Promise<string[]> =>
    (await readdir(folder)).filter((name) => /^upstream-processes-.*json$/.test(name));

  beforeEach(async () => {
    folder = await temporaryFolder();
    await start();
  });
  afterEach(async () => {
    for (const agent of agents.splice(0)) await agent.close();
    await server.kill();
  });

  it('leaves no process of an upstream behind, although they ignore SIGTERM and the end of their input', async () => {
    const pids = await beginThree();
    expect(pids.every(isRunning)).toBe(true);
    await server.kill();
    await waitUntil(() => !pids.some(isRunning), { reason: 'nothing is left' });
    await start();
    expect({ records: await records(), isTold: server.output.includes('left behind') }).toEqual({
      records: [],
      isTold: false,
    });
  });

  it('has the next start end its processes when what watches over them was killed too', async () => {
    const pids = await beginThree();
    const name = await waitUntil(async () => (await records())[0], { reason: 'there is a record' });
    const record = join(folder, name ?? '');
    const recorded = async (): Promise<unknown[]> =>
      (JSON.parse(await readFile(record, 'utf8')) as { started: unknown[] }).started;
    await waitUntil(async () => (await recorded()).length === 3, { reason: 'the processes are recorded' });
    expect((await stat(record)).mode & 0o777).toBe(0o600);
    const [guard] = processesBelow(server.pid).filter(({ command }) => command === 'sh');
    process.kill(guard!.pid, 'SIGKILL');
    await server.kill();
    expect(pids.every(isRunning)).toBe(true);
    await start();
    await waitUntil(() => !pids.some(isRunning), { reason: 'nothing is left' });
    await server.prints('Ends 3 processes of upstream servers that were left behind.');
    await waitUntil(async () => (await records()).length === 0, { reason: 'the record is gone' });
  });

  it('never has the next start end a process that only has a number of one of its processes', async () => {
    await server.kill();
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true });
    const file = join(folder, `upstream-processes-${randomUUID()}.json`);
    const started = [{ pid: other.pid, start: '1 of boot 1' }];
    await writeFile(file, JSON.stringify({ server: { pid: 4, start: '1 of boot 1' }, started }), {
      mode: 0o600,
    });
    await start();
    expect({ isRunning: isRunning(other.pid!), records: await records() }).toEqual({
      isRunning: true,
      records: [],
    });
    other.kill('SIGKILL');
  });
});
