import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { freePort } from '../../support/server/server-process.ts';
import { consumerEnvironment, type Place } from './run.ts';

/** The line with which a server without configured admin tokens says how to sign in. */
const SIGN_IN_LINE = /^Sign in: \S+\/dashboard\/#token=(\S+)$/m;
const START_DEADLINE_MS = 60_000;

/** A server that a consumer has started, on a free port of loopback. */
export class ConsumerServer {
  static readonly #running = new Set<ConsumerServer>();
  #output = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly origin: string,
  ) {
    ConsumerServer.#running.add(this);
    child.once('exit', () => ConsumerServer.#running.delete(this));
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
  }

  /** Starts a program and resolves once it answers; rejects with its output otherwise. */
  static async start(
    place: Place,
    program: string,
    args: readonly string[],
    env: Record<string, string> = {},
  ): Promise<ConsumerServer> {
    const port = await freePort();
    const child = spawn(program, args, {
      cwd: place.folder,
      env: consumerEnvironment(place, { PORT: String(port), ...env }),
      detached: true, // Its own process group, because npx starts the server as a child.
    });
    const server = new ConsumerServer(child, `http://127.0.0.1:${port}`);
    await waitUntil(() => server.#isLive(), {
      reason: 'the server answers',
      timeoutMs: START_DEADLINE_MS,
      seen: () => server.#output,
    });
    return server;
  }

  /** Ends the servers that failed tests left running. */
  static killAll(): void {
    for (const server of this.#running) server.#signal('SIGKILL');
  }

  /** Signs in with the token of the sign-in line, as the console does, and resolves with the cookie. */
  async signIn(): Promise<string> {
    const line = await waitUntil(() => SIGN_IN_LINE.exec(this.#output), {
      reason: 'the sign-in line is printed',
      seen: () => this.#output,
    });
    const response = await fetch(`${this.origin}/auth/session`, {
      method: 'POST',
      headers: { authorization: `Bearer ${line?.[1]}`, origin: this.origin },
    });
    if (!response.ok) throw new Error(`The sign-in was refused: ${response.status} ${await response.text()}`);
    return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  }

  async stop(): Promise<void> {
    this.#signal('SIGTERM');
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
  }

  async #isLive(): Promise<boolean> {
    if (this.child.exitCode !== null)
      throw new Error(`The server ended instead of starting:\n${this.#output}`);
    const response = await fetch(`${this.origin}/health/live`).catch(() => undefined);
    return response?.ok ?? false;
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      if (this.child.pid !== undefined) process.kill(-this.child.pid, signal);
    } catch {
      // It has ended already.
    }
  }
}

afterAll(() => ConsumerServer.killAll());
