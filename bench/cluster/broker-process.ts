import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** The program; `npm run verify` installs it. */
const PROGRAM = process.env['REDIS_SERVER'] ?? 'redis-server';

/** A Redis server that writes each command to its file, and the file to the disk every second. */
export interface RedisProcess {
  url: string;
  stop(): Promise<void>;
}

/** Starts a server on a free port of loopback; resolves once it accepts connections. `folder` takes its file. */
export async function startRedis(folder: string): Promise<RedisProcess> {
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const child = spawn(PROGRAM, [...options, '--appendonly', 'yes', '--save', '']);
  const failed = once(child, 'exit').then(() => Promise.reject(new Error(`${PROGRAM} has not started`)));
  await Promise.race([readyIn(child.stdout), failed]);
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGKILL');
      await failed.catch(() => undefined);
    },
  };
}

async function readyIn(output: AsyncIterable<Buffer>): Promise<void> {
  for await (const text of output) if (text.includes('Ready to accept connections')) return;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
