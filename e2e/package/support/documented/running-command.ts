import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { consumerEnvironment, type Place } from '../run.ts';
import { waitUntil } from '../../../support/environment/wait-until.ts';

const PATIENCE_MS = 60_000;

/** A line of a shell that runs. */
export class RunningCommand {
  static readonly #running = new Set<RunningCommand>();
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  output = '';

  constructor(place: Place, line: string, env: Record<string, string>) {
    // A process group of its own, because a shell and npx start other programs.
    this.#child = spawn('sh', ['-ec', line], {
      cwd: place.folder,
      env: consumerEnvironment(place, env),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.#closed = once(this.#child, 'close');
    RunningCommand.#running.add(this);
    this.#child.once('close', () => RunningCommand.#running.delete(this));
  }

  /** Ends what failed tests left running. */
  static killAll(): void {
    for (const command of this.#running) command.#signal('SIGKILL');
  }

  /** Resolves once the condition holds; rejects with the output when the command ends before. */
  async until(reason: string, condition: () => boolean | Promise<boolean>): Promise<void> {
    const seen = (): string => this.output;
    const isThere = async (): Promise<boolean> => {
      if (this.#hasEnded) throw new Error(`It ended instead, with ${this.#child.exitCode}:\n${this.output}`);
      return condition();
    };
    await waitUntil(isThere, { reason, timeoutMs: PATIENCE_MS, seen });
  }

  /** Resolves once it has ended by itself; rejects with its output if it has failed. */
  async succeeded(): Promise<void> {
    await waitUntil(() => this.#hasEnded, {
      reason:
        'the command ends; if it runs until it is stopped, e2e/package/support/documented/endless.ts has to say so',
      timeoutMs: PATIENCE_MS,
      seen: () => this.output,
    });
    await this.#closed;
    const { exitCode } = this.#child;
    if (exitCode !== 0) throw new Error(`It ended with ${exitCode}:\n${this.output}`);
  }

  /** Stops it as Ctrl-C does if it still runs, and resolves when it has ended. */
  async interrupt(): Promise<void> {
    this.#signal('SIGINT');
    await this.#closed;
  }

  get #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child.pid === undefined || this.#hasEnded) return;
    process.kill(-this.#child.pid, signal);
  }
}

afterAll(() => RunningCommand.killAll());
