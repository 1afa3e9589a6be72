import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { takeCommands } from '../processes/commands.ts';
import { freePort, untilListening } from '../processes/free-port.ts';
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
await untilListening(port);

takeCommands({ port: () => port });
