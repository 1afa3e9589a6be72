import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { takeCommands } from '../processes/commands.ts';
import { PEERS_FOLDER } from '../processes/peers.ts';

/** How each peer is told to serve a command over Streamable HTTP, with sessions. */
const ARGUMENTS: Record<string, (port: number, command: readonly string[]) => string[]> = {
  'mcp-proxy': (port, command) => ['--port', String(port), '--server', 'stream', '--', ...command],
  supergateway: (port, command) => [
    '--stdio',
    command.join(' '),
    '--port',
    String(port),
    '--outputTransport',
    'streamableHttp',
    '--stateful',
    '--logLevel',
    'none',
  ],
};

const [name = '', ...command] = process.argv.slice(2);
const port = await freePort();
const folder = join(PEERS_FOLDER, 'node_modules', name);
const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
  bin: Record<string, string>;
};
const program = join(folder, bin[name] ?? '');
// The program runs in this process, so that its CPU time is that of this process.
process.argv = [process.argv[0]!, program, ...(ARGUMENTS[name]?.(port, command) ?? [])];
await import(pathToFileURL(program).href);
while (!(await listens(port))) await pause(50);

takeCommands({ port: () => port });

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return address.port;
}

async function listens(at: number): Promise<boolean> {
  const socket = connect(at, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
