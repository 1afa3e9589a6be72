import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { TESTING_ADMIN_TOKEN } from '#testing';
import { waitUntil } from '../environment/wait-until.ts';

/** Opens the routes of admins to the suites: of a server process as of an application in this one. */
export const ADMIN_TOKEN = TESTING_ADMIN_TOKEN;

/** What to run, and as whom: the server as oneself, unless told otherwise. */
export interface LaunchOptions {
  main?: string;
  args?: string[];
  uid?: number;
  /** The working directory, such as a folder of the test's own. */
  cwd?: string;
}

/** Milliseconds that a server may take to start on a busy machine. */
const START_MS = 60_000;

/** Ports below those that the system gives to connections, so that none takes one between two starts of a server. */
const PORTS = { first: 20_000, count: 12_000 };

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

/** Returns a free port. Processes begin their search at different ports. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.first + ((process.pid * 61 + tried++) % PORTS.count);
    if (await isFree(port)) return port;
  }
}

/** The built server as a process of its own, as an operator runs it. */
export class ServerProcess {
  static readonly #running = new Set<ServerProcess>();
  output = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly origin: string,
  ) {
    ServerProcess.#running.add(this);
    child.once('exit', () => ServerProcess.#running.delete(this));
    child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  /** Starts it, and resolves once it answers. */
  static async start(
    port: number,
    env: Record<string, string>,
    options: LaunchOptions = {},
  ): Promise<ServerProcess> {
    const server = this.launch(port, env, options);
    const isLive = async (): Promise<boolean> => {
      if (server.child.exitCode !== null) throw new Error(`The server did not start: ${server.output}`);
      return fetch(`${server.origin}${env['CROWSNEST_PATH'] ?? ''}/health/live`, {
        signal: AbortSignal.timeout(5_000),
      }).then(
        ({ ok }) => ok,
        () => false,
      );
    };
    const reason = `the server answers at ${server.origin}`;
    try {
      await waitUntil(isLive, { reason, timeoutMs: START_MS, seen: () => server.output });
      return server;
    } catch (error) {
      await server.kill();
      throw error;
    }
  }

  /** Starts it without waiting: for what must not start. */
  static launch(port: number, env: Record<string, string>, options: LaunchOptions = {}): ServerProcess {
    const { main = 'dist/apps/server/main.js', args = [], uid, cwd } = options;
    const child = spawn(process.execPath, [resolve(main), ...args], {
      env: { PATH: process.env['PATH'], PORT: String(port), ADMIN_TOKENS: ADMIN_TOKEN, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid !== undefined && { uid }),
      ...(cwd !== undefined && { cwd }),
    });
    return new ServerProcess(child, `http://127.0.0.1:${port}`);
  }

  /** Ends whatever a test that failed half-way has left running. */
  static async killAll(): Promise<void> {
    await Promise.all(Array.from(ServerProcess.#running, (server) => server.kill()));
  }

  /** Resolves with the exit code once the process has ended by itself. */
  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    return this.child.exitCode;
  }

  /** SIGTERM, without waiting: it begins to end in order. */
  terminate(): void {
    this.child.kill('SIGTERM');
  }

  /** SIGTERM: ends it in order. */
  stop(): Promise<number | null> {
    this.terminate();
    return this.ended();
  }

  /** SIGKILL: it gets no chance to say or write anything more. */
  kill(): Promise<number | null> {
    this.child.kill('SIGKILL');
    return this.ended();
  }
}
