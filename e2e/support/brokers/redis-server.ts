import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { temporaryFolder } from '../environment/temporary-folder.ts';
import { waitUntil } from '../environment/wait-until.ts';
import { freePort } from '../server/server-process.ts';

/** The program, as `npm run verify` has found it. */
const PROGRAM = process.env['REDIS_SERVER'] ?? 'redis-server';

/** Describes what needs a Redis server; skipped where there is none. */
export function describeWithRedis(name: string, suite: () => void): void {
  const isInstalled = spawnSync(PROGRAM, ['--version']).status === 0;
  (isInstalled ? describe : describe.skip)(name, suite);
}

/** A Redis server of a test file, which keeps its data in a temporary folder. */
export class RedisServer {
  static readonly #running = new Set<RedisServer>();
  #process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly options: readonly string[],
  ) {}

  /** Starts a server on a free port. `options` are those of its command line, such as `--requirepass`. */
  static async start(...options: string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), await temporaryFolder(), options);
    await server.resume();
    return server;
  }

  /** Ends every server that was not ended. */
  static async killAll(): Promise<void> {
    for (const server of this.#running) await server.kill();
  }

  /** The URL of a log of its own. */
  url(prefix: string): string {
    return `redis://127.0.0.1:${this.port}/?prefix=${prefix}`;
  }

  /** Starts the server again with the data that it had. */
  async resume(): Promise<void> {
    const fixed = ['--port', `${this.port}`, '--bind', '127.0.0.1', '--dir', this.folder];
    const kept = ['--appendonly', 'yes', '--save', ''];
    this.#process = spawn(PROGRAM, [...fixed, ...kept, ...this.options], { stdio: 'ignore' });
    RedisServer.#running.add(this);
    await waitUntil(() => this.#answers(), { reason: 'the Redis server answers' });
  }

  /** Ends the server at once, as a crash would. */
  async kill(): Promise<void> {
    const ended = this.#process;
    if (!ended) return;
    this.#process = undefined;
    RedisServer.#running.delete(this);
    ended.kill('SIGKILL');
    if (ended.exitCode === null && ended.signalCode === null) await once(ended, 'exit');
  }

  /** Sends one command, and resolves with the beginning of the answer. */
  command(...words: string[]): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const socket = createConnection(this.port, '127.0.0.1', () => socket.write(`${words.join(' ')}\r\n`));
    socket.once('data', (data) => {
      resolve(data.toString());
      socket.destroy();
    });
    socket.once('error', reject);
    return promise;
  }

  async #answers(): Promise<boolean> {
    try {
      return !(await this.command('PING')).startsWith('-LOADING');
    } catch {
      return false;
    }
  }
}
