import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

export type BrokerName = 'redis' | 'nats';

/** A broker that keeps its data in a file. */
export interface BrokerProcess {
  /** The URL of a log in it. */
  url: string;
  stop(): Promise<void>;
}

/** How a broker is started, and how it says that it accepts connections. */
interface Program {
  /** `npm run verify` installs it. */
  path: string;
  arguments: (port: string, folder: string) => string[];
  ready: string;
}

const PROGRAMS: Record<BrokerName, Program> = {
  // Each command is written to a file, and the file to the disk every second.
  redis: {
    path: process.env['REDIS_SERVER'] ?? 'redis-server',
    arguments: (port, folder) =>
      ['--port', port, '--bind', '127.0.0.1', '--dir', folder].concat('--appendonly', 'yes', '--save', ''),
    ready: 'Ready to accept connections',
  },
  nats: {
    path: process.env['NATS_SERVER'] ?? 'nats-server',
    arguments: (port, folder) => [
      '--port',
      port,
      '--addr',
      '127.0.0.1',
      '--jetstream',
      '--store_dir',
      folder,
    ],
    ready: 'Server is ready',
  },
};

/** Starts a broker on a free port of loopback; resolves once it accepts connections. `folder` takes its data. */
export async function startBroker(name: BrokerName, folder: string): Promise<BrokerProcess> {
  const { path, arguments: of, ready } = PROGRAMS[name];
  const port = await freePort();
  const data = join(folder, `${name}-${port}`);
  await mkdir(data);
  const child = spawn(path, of(String(port), data));
  const failed = once(child, 'exit').then(() => Promise.reject(new Error(`${path} has not started`)));
  // Redis tells on one stream, NATS on the other.
  await Promise.race([saysIn(child.stdout, ready), saysIn(child.stderr, ready), failed]);
  return {
    url: `${name}://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGKILL');
      await failed.catch(() => undefined);
    },
  };
}

/** Resolves when a stream says a text. Reads on, so that the process never waits for a reader. */
function saysIn(output: NodeJS.ReadableStream, text: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  output.on('data', (chunk: Buffer) => {
    if (chunk.includes(text)) resolve();
  });
  return promise;
}

/** A free port of loopback. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
