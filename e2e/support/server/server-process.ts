import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { TESTING_ADMIN_TOKEN } from '#testing';

/** Opens the routes of admins to the suites: of a server process as of an application in this one. */
export const ADMIN_TOKEN = TESTING_ADMIN_TOKEN;

/** What to run, and as whom: the server as oneself, unless told otherwise. */
export interface LaunchOptions {
  main?: string;
  args?: string[];
  uid?: number;
}

/** A port that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
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
    for (let tries = 0; tries < 400; tries += 1) {
      if (server.child.exitCode !== null) throw new Error(`The server did not start: ${server.output}`);
      const live = await fetch(`${server.origin}/health/live`).catch(() => undefined);
      if (live?.ok) return server;
      await delay(25);
    }
    await server.kill();
    throw new Error(`The server does not answer: ${server.output}`);
  }

  /** Starts it without waiting: for what must not start. */
  static launch(port: number, env: Record<string, string>, options: LaunchOptions = {}): ServerProcess {
    const { main = 'dist/apps/server/main.js', args = [], uid } = options;
    const child = spawn(process.execPath, [main, ...args], {
      env: { PATH: process.env['PATH'], PORT: String(port), ADMIN_TOKENS: ADMIN_TOKEN, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid !== undefined && { uid }),
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

  /** SIGTERM: ends it in order. */
  stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.ended();
  }

  /** SIGKILL: it gets no chance to say or write anything more. */
  kill(): Promise<number | null> {
    this.child.kill('SIGKILL');
    return this.ended();
  }
}
