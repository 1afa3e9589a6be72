import { readlink } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { UpstreamList } from '#contract';
import { connectLegacyClient } from '#testing';
import { processesBelow } from '../support/environment/processes.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { ADMIN_TOKEN, freePort, ServerProcess } from '../support/server/server-process.ts';

const EVERYTHING = resolve('node_modules/@modelcontextprotocol/server-everything/dist/index.js');

describe('"crowsnest watch"', () => {
  const watch = async (...args: string[]): Promise<ServerProcess> => {
    const main = 'dist/apps/cli/crowsnest.js';
    const cwd = await temporaryFolder();
    return ServerProcess.start(
      await freePort(),
      { CROWSNEST_LOG: 'memory:' },
      { main, cwd, args: ['watch', ...args] },
    );
  };

  const toolsAt = async (origin: string): Promise<string[]> => {
    const client = await connectLegacyClient(origin);
    const { tools } = await client.listTools();
    await client.close();
    return tools.map(({ name }) => name);
  };

  it('puts the server that a command starts behind the endpoint, in place of other tools', async () => {
    const server = await watch('--name', 'everything', '--', process.execPath, EVERYTHING, 'stdio');
    expect(server.output).toContain(`Agents connect to ${server.origin}/mcp`);
    const tools = await toolsAt(server.origin);
    expect(tools).toContain('get-structured-content');
    expect(tools).not.toContain('search_knowledge_base');
    await server.stop();
  });

  it('starts the server in a folder, and shares it', async () => {
    const folder = await temporaryFolder();
    const options = ['--cwd', folder, '--shared', '--timeout', '60000', '--max-concurrent', '4'];
    const server = await watch(...options, '--', process.execPath, EVERYTHING, 'stdio');
    await toolsAt(server.origin);
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const { upstreams } = (await (
      await fetch(`${server.origin}/upstreams`, { headers })
    ).json()) as UpstreamList;
    expect(upstreams).toMatchObject([{ name: 'server', state: 'up', shared: true }]);
    const below = processesBelow(server.pid);
    expect(await Promise.all(below.map(({ pid }) => readlink(`/proc/${pid}/cwd`)))).toContain(folder);
    await server.stop();
  });

  it('puts the server at a URL behind the endpoint', async () => {
    const first = await watch('--', process.execPath, EVERYTHING, 'stdio');
    const second = await watch(`${first.origin}/mcp`);
    expect(await toolsAt(second.origin)).toEqual(await toolsAt(first.origin));
    await second.stop();
    await first.stop();
  });

  it.each([
    { args: ['http://127.0.0.1:1/mcp', 'more'], fault: 'a URL takes no arguments' },
    { args: ['--max-concurrent', '0', '--', 'node'], fault: 'It has to be a whole number, at least 1' },
    { args: ['--header', 'X-Key: abc', '--', 'node'], fault: '--header is for a server at a URL' },
    {
      args: ['--cwd', '/', 'http://127.0.0.1:1/mcp'],
      fault: '--cwd is for a server that a command starts',
    },
    {
      args: ['--era', 'future', 'http://127.0.0.1:1/mcp'],
      fault: 'Allowed choices are auto, legacy, modern',
    },
  ])('explains that it does not understand $args', async ({ args, fault }) => {
    const main = 'dist/apps/cli/crowsnest.js';
    const server = ServerProcess.launch(await freePort(), {}, { main, args: ['watch', ...args] });
    expect(await server.ended()).toBe(2);
    expect(server.output).toContain(fault);
  });
});
