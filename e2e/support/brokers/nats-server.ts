import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from '@nats-io/transport-node';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { temporaryFolder } from '../environment/temporary-folder.ts';
import { waitUntil } from '../environment/wait-until.ts';
import { freePort } from '../server/server-process.ts';

/** The program, as `npm run verify` has found it. */
const PROGRAM = process.env['NATS_SERVER'] ?? 'nats-server';

/** Describes what needs a NATS server; skipped where there is none. */
export function describeWithNats(name: string, suite: () => void): void {
  const isInstalled = spawnSync(PROGRAM, ['--version']).status === 0;
  (isInstalled ? describe : describe.skip)(name, suite);
}

/** A NATS server of a test file, which keeps its data in a temporary folder. */
export class NatsServer {
  static readonly #running = new Set<NatsServer>();
  #process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly options: readonly string[],
  ) {}

  /** Starts a server with JetStream on a free port. `options` are those of its command line, such as `--auth`. */
  static async start(...options: string[]): Promise<NatsServer> {
    const kept = ['--jetstream', '--store_dir', await temporaryFolder()];
    const server = new NatsServer(await freePort(), [...kept, ...options]);
    await server.resume();
    return server;
  }

  /** Ends every server that was not ended. */
  static async killAll(): Promise<void> {
    for (const server of this.#running) await server.kill();
  }

  /** The URL of a log of its own. */
  url(prefix: string): string {
    return `nats://127.0.0.1:${this.port}/?prefix=${prefix}`;
  }

  /** Starts the server again with the data that it had. */
  async resume(): Promise<void> {
    const fixed = ['--addr', '127.0.0.1', '--port', `${this.port}`];
    this.#process = spawn(PROGRAM, [...fixed, ...this.options], { stdio: 'ignore' });
    NatsServer.#running.add(this);
    await waitUntil(() => this.#answers(), { reason: 'the NATS server answers' });
  }

  /** Ends the server at once, as a crash would. */
  async kill(): Promise<void> {
    const ended = this.#process;
    if (!ended) return;
    this.#process = undefined;
    NatsServer.#running.delete(this);
    ended.kill('SIGKILL');
    if (ended.exitCode === null && ended.signalCode === null) await once(ended, 'exit');
  }

  /** Manages its streams, as an administrator would. */
  async manage<T>(work: (manager: JetStreamManager) => Promise<T>): Promise<T> {
    const connection = await connect({ servers: `127.0.0.1:${this.port}`, reconnect: false });
    try {
      return await work(await jetstreamManager(connection));
    } finally {
      await connection.close();
    }
  }

  async #answers(): Promise<boolean> {
    try {
      await this.manage((manager) => manager.getAccountInfo());
      return true;
    } catch (error) {
      // A server that asks for a password answers too.
      return String(error).includes('Authorization');
    }
  }
}
