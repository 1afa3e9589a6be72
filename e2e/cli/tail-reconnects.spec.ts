import { connectLegacyClient } from '#testing';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { CommandLine } from '../support/server/command-line.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

/** Calls a sample tool, so that there are events. */
async function work(origin: string, name: string): Promise<void> {
  const agent = await connectLegacyClient(origin, { name });
  await agent.callTool({ name: 'search_knowledge_base', arguments: { query: 'stream' } });
  await agent.close();
}

describe('crowsnest tail over a restart of the server', () => {
  let port: number;
  let server: ServerProcess;
  let tail: CommandLine;

  const restart = async (log: string): Promise<void> => {
    await server.kill();
    await tail.says('Trying to connect again');
    server = await ServerProcess.start(port, { CROWSNEST_LOG: log });
  };

  const start = async (log: string): Promise<void> => {
    port = await freePort();
    server = await ServerProcess.start(port, { CROWSNEST_LOG: log });
    await work(server.origin, 'before');
    tail = CommandLine.start(server.origin, ['tail', '--json', '--last', '1000']);
    await tail.prints('tool:done');
  };

  afterEach(async () => {
    await tail.interrupt();
    await server.stop();
  });

  it('goes on after its last event, with none missing and none twice', async () => {
    const log = `sqlite:${await temporaryFolder()}/events.db`;
    await start(log);
    await restart(log);
    await work(server.origin, 'after');
    await tail.prints('"after"');
    const ids = tail.lines.map((line) => (JSON.parse(line) as { id: string }).id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(tail.output).toContain('"before"');
    await tail.says('Connected again');
    expect(tail.errors).not.toContain('missing');
  });

  it('says so when the log no longer has what it missed', async () => {
    await start('memory:');
    await restart('memory:');
    await work(server.origin, 'after');
    await tail.prints('"after"');
    await tail.says('missing');
    expect(tail.errors).toMatch(/missing here.*the log no longer has those after \d+ up to \d+/);
  });
});
