import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { TESTING_ADMIN_TOKEN } from '#testing';
import { waitUntil } from '../environment/wait-until.ts';

/** Gives the suites access to the admin routes of a server process, or of an application in this process. */
export const ADMIN_TOKEN = TESTING_ADMIN_TOKEN;

/** What to run, and as which user. Default: the server as the current user. */
export interface LaunchOptions {
  main?: string;
  args?: string[];
  uid?: number;
  /** The working directory, such as the test's own folder. */
  cwd?: string;
}

/** Milliseconds that a server may take to start on a busy machine. */
const START_MS = 120_000;

/** Spares the many processes that the suites start a fifth of the work: V8's code of one start serves the next. */
export const COMPILE_CACHE = { NODE_COMPILE_CACHE: join(tmpdir(), 'crowsnest-compile-cache') };

/**
 * Ports below the range for outgoing connections, so that none takes the port between two starts of a server. Each worker
 * of a test runner has some of its own, so that no two find the same one free.
 */
const PORTS = { first: 20_000, perWorker: 600, workers: 20 };

const { JEST_WORKER_ID, TEST_PARALLEL_INDEX } = process.env;
const worker = Number(JEST_WORKER_ID ?? TEST_PARALLEL_INDEX ?? 0) % PORTS.workers;
let tried = 0;

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}

async function areFree(ports: readonly number[]): Promise<boolean> {
  for (const port of ports) if (!(await isFree(port))) return false;
  return true;
}

/**
 * Returns a free port. Those that lie above it by these numbers are free too, and belong to the same worker. Each process
 * starts its search at a different one.
 */
export async function freePort(...above: number[]): Promise<number> {
  const first = PORTS.first + worker * PORTS.perWorker;
  const end = first + PORTS.perWorker - Math.max(0, ...above);
  for (;;) {
    const port = first + ((process.pid * 61 + tried++) % PORTS.perWorker);
    if (port < end && (await areFree([port, ...above.map((more) => port + more)]))) return port;
  }
}

/** The built server in a child process, as an operator runs it. */
export class ServerProcess {
  static readonly #running = new Set<ServerProcess>();
  output = '';
  /** The process has exited, and all that it wrote has been read. */
  readonly #ended: Promise<unknown>;

  private constructor(
    private readonly child: ChildProcess,
    readonly origin: string,
  ) {
    ServerProcess.#running.add(this);
    this.#ended = once(child, 'close');
    child.once('exit', () => ServerProcess.#running.delete(this));
    child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  /** Starts the server; resolves once it answers. */
  static start(
    port: number,
    env: Record<string, string>,
    options: LaunchOptions = {},
  ): Promise<ServerProcess> {
    // A broker that the same suite starts may answer late, too.
    const patient = { CROWSNEST_LOG_WAIT_MS: String(START_MS), ...env };
    return this.launch(port, patient, options).untilLive(env['CROWSNEST_PATH']);
  }

  /** Starts the server without waiting, for servers that must not start, or whose start is disturbed. */
  static launch(port: number, env: Record<string, string>, options: LaunchOptions = {}): ServerProcess {
    const { main = 'dist/apps/server/main.js', args = [], uid, cwd } = options;
    const child = spawn(process.execPath, [resolve(main), ...args], {
      env: {
        PATH: process.env['PATH'],
        ...COMPILE_CACHE,
        PORT: String(port),
        ADMIN_TOKENS: ADMIN_TOKEN,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid !== undefined && { uid }),
      ...(cwd !== undefined && { cwd }),
    });
    return new ServerProcess(child, `http://127.0.0.1:${port}`);
  }

  /** Kills every server that a failed test left running. */
  static async killAll(): Promise<void> {
    await Promise.all(Array.from(ServerProcess.#running, (server) => server.kill()));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** By itself or by a signal. */
  get #hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Resolves once the server answers below a path. Kills it if it does not in time, and rejects. */
  async untilLive(path = '', timeoutMs = START_MS): Promise<this> {
    const isLive = async (): Promise<boolean> => {
      if (this.#hasEnded) {
        await this.ended();
        throw new Error(`The server did not start: ${this.output}`);
      }
      const signal = AbortSignal.timeout(5_000);
      return fetch(`${this.origin}${path}/health/live`, { signal }).then(
        ({ ok }) => ok,
        () => false,
      );
    };
    const reason = `the server answers at ${this.origin}`;
    try {
      await waitUntil(isLive, { reason, timeoutMs, seen: () => this.output });
      // What it has written before it listened is read in the same turn as its answer, but maybe after that.
      await setImmediate();
      return this;
    } catch (error) {
      await this.kill();
      throw error;
    }
  }

  /** Resolves with the exit code once the process has exited on its own, and its output is complete. */
  async ended(): Promise<number | null> {
    await this.#ended;
    return this.child.exitCode;
  }

  /** Resolves once its output holds a text. */
  prints(expected: string): Promise<unknown> {
    const reason = `the output has "${expected}"`;
    return waitUntil(() => this.output.includes(expected), { reason, seen: () => this.output });
  }

  /** Reads nothing of what it writes any more. */
  dropOutput(): void {
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
  }

  /** Sends SIGTERM without waiting: it begins to shut down gracefully. */
  terminate(): void {
    this.child.kill('SIGTERM');
  }

  /** Sends SIGTERM: shuts it down gracefully. */
  stop(): Promise<number | null> {
    this.terminate();
    return this.ended();
  }

  /** Sends SIGHUP: it reads its configuration file again. */
  reload(): void {
    this.child.kill('SIGHUP');
  }

  /** Sends SIGSTOP: it does nothing until it is resumed, and keeps its connections. */
  pause(): void {
    this.child.kill('SIGSTOP');
  }

  /** Sends SIGCONT: a paused process goes on. */
  resume(): void {
    this.child.kill('SIGCONT');
  }

  /** Sends SIGKILL: it cannot say or write anything more. */
  kill(): Promise<number | null> {
    this.child.kill('SIGKILL');
    return this.ended();
  }
}
