import { createConnection } from 'node:net';
import { BrokerServer, describeWithProgram } from './broker-server.ts';

/** The program, as `npm run verify` has found it. */
const PROGRAM = process.env['REDIS_SERVER'] ?? 'redis-server';

/** Describes what needs a Redis server; skipped where there is none. */
export function describeWithRedis(name: string, suite: () => void): void {
  describeWithProgram(PROGRAM, name, suite);
}

/** A Redis server of a test file. */
export class RedisServer extends BrokerServer {
  /** Starts a server on a free port. `options` are those of its command line, such as `--requirepass`. */
  static start(...options: string[]): Promise<RedisServer> {
    return new RedisServer(options).start();
  }

  protected constructor(options: readonly string[]) {
    super(PROGRAM, options);
  }

  override url(prefix: string, port = this.port): string {
    return `redis://127.0.0.1:${port}/?prefix=${prefix}`;
  }

  override async deleteLog(): Promise<void> {
    await this.command('FLUSHALL');
  }

  override async keepNewest(prefix: string, count: number): Promise<void> {
    await this.command('XTRIM', `{${prefix}}:events`, 'MAXLEN', '=', String(count));
  }

  override async countSessions(prefix: string): Promise<number> {
    return Number((await this.command('HLEN', `{${prefix}}:sessions`)).slice(1));
  }

  override appendText(prefix: string): string {
    return `{${prefix}}:producer:`;
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

  protected override argumentsFor(port: number, folder: string): string[] {
    const fixed = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder];
    // It never waits for a busy disk. A kill of the process loses nothing that it has acknowledged.
    return [...fixed, '--appendonly', 'yes', '--appendfsync', 'no', '--save', ''];
  }

  protected override async answers(): Promise<boolean> {
    try {
      return !(await this.command('PING')).startsWith('-LOADING');
    } catch {
      return false;
    }
  }
}
