import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { freePort } from '../../support/server/server-process.ts';
import { consumerEnvironment } from './run.ts';

/** An observed server over HTTP, as a program in the project of its owner. */
export class ObservedProcess {
  static readonly #running = new Set<ObservedProcess>();
  #output = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly origin: string,
  ) {
    ObservedProcess.#running.add(this);
    child.once('exit', () => ObservedProcess.#running.delete(this));
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
  }

  /** Starts a program of the folder; resolves once it answers. */
  static async start(folder: string, program: string, env: Record<string, string>): Promise<ObservedProcess> {
    const port = await freePort();
    const environment = consumerEnvironment({ folder }, { PORT: String(port), ...env });
    const child = spawn(process.execPath, [program], { cwd: folder, env: environment });
    const observed = new ObservedProcess(child, `http://127.0.0.1:${port}`);
    const answers = async (): Promise<boolean> => {
      if (child.exitCode !== null) throw new Error(`The server has ended:\n${observed.#output}`);
      return fetch(`${observed.origin}/mcp`).then(
        () => true,
        () => false,
      );
    };
    await waitUntil(answers, {
      reason: 'the server answers',
      timeoutMs: 60_000,
      seen: () => observed.#output,
    });
    return observed;
  }

  /** Ends what failed tests left running. */
  static killAll(): void {
    for (const { child } of this.#running) child.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
  }
}

afterAll(() => ObservedProcess.killAll());
