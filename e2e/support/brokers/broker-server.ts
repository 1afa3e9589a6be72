import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../environment/wait-until.ts';
import { freePort } from '../server/server-process.ts';

/** Describes what needs a program; skipped where it is missing. `version` is the option with which it tells its version. */
export function describeWithProgram(program: string, name: string, suite: () => void, version = '-v'): void {
  const isInstalled = spawnSync(program, [version]).status === 0;
  (isInstalled ? describe : describe.skip)(name, suite);
}

/** A broker of a test file, which keeps its data in a temporary folder. */
export abstract class BrokerServer {
  static readonly #running = new Set<BrokerServer>();
  static readonly #folders: string[] = [];
  #process: ChildProcess | undefined;
  #folder = '';
  #port = 0;

  protected constructor(
    private readonly program: string,
    private readonly options: readonly string[],
  ) {}

  /** Ends every broker that was not ended, and removes the data of all. */
  static async killAll(): Promise<void> {
    for (const server of this.#running) await server.kill();
    for (const folder of this.#folders.splice(0)) await rm(folder, { recursive: true, force: true });
  }

  get port(): number {
    return this.#port;
  }

  /** The URL of a log of its own. `port` is that of a proxy, if there is one. */
  abstract url(prefix: string, port?: number): string;

  /** Deletes the data of a log. */
  abstract deleteLog(prefix: string): Promise<void>;

  /** Drops all that a log stores together but the newest: single events in Redis, batches in NATS. */
  abstract keepNewest(prefix: string, count: number): Promise<void>;

  /** The number of sessions of which a log keeps facts. */
  abstract countSessions(prefix: string): Promise<number>;

  /** Part of what a log sends when it appends. */
  abstract appendText(prefix: string): string;

  /** Starts the broker again with the data that it had. */
  async resume(): Promise<void> {
    const all = [...this.argumentsFor(this.#port, this.#folder), ...this.options];
    const started = spawn(this.program, all, { stdio: 'ignore' });
    this.#process = started;
    BrokerServer.#running.add(this);
    const answers = (): Promise<boolean> => {
      // Somebody else may have taken its port, and would answer in its place.
      if (started.exitCode !== null) throw new Error(`${this.program} has ended with ${started.exitCode}`);
      return this.answers();
    };
    await waitUntil(answers, { reason: 'the broker answers' });
  }

  /** Ends the broker at once, as a crash would. */
  async kill(): Promise<void> {
    const ended = this.#process;
    if (!ended) return;
    this.#process = undefined;
    BrokerServer.#running.delete(this);
    ended.kill('SIGKILL');
    if (ended.exitCode === null && ended.signalCode === null) await once(ended, 'exit');
  }

  /** Lets the broker answer nothing until it goes on. It keeps its connections, and the system takes new ones for it. */
  suspend(): void {
    this.#process?.kill('SIGSTOP');
  }

  /** Lets a suspended broker go on. */
  goOn(): void {
    this.#process?.kill('SIGCONT');
  }

  /** Ends the broker, and removes its data. Jest does so by itself at the end of a file. */
  async dispose(): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Copies the data; resolves with a function that restores it. Both restart the broker. */
  async backUp(): Promise<() => Promise<void>> {
    const copy = await BrokerServer.#makeFolder();
    await this.#replace(this.#folder, copy);
    return () => this.#replace(copy, this.#folder);
  }

  /** The command line. */
  protected abstract argumentsFor(port: number, folder: string): string[];

  /** Whether the broker answers. */
  protected abstract answers(): Promise<boolean>;

  protected async start(): Promise<this> {
    this.#folder = await BrokerServer.#makeFolder();
    this.#port = await freePort();
    await this.resume();
    return this;
  }

  static async #makeFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'crowsnest-broker-'));
    this.#folders.push(folder);
    return folder;
  }

  async #replace(from: string, to: string): Promise<void> {
    await this.kill();
    await rm(to, { recursive: true });
    await cp(from, to, { recursive: true });
    await this.resume();
  }
}
