import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { waitUntil } from '../environment/wait-until.ts';
import { ADMIN_TOKEN, COMPILE_CACHE } from './server-process.ts';

const BIN = 'dist/apps/cli/crowsnest.js';

/** The command line at work on a running server. */
export class CommandLine {
  output = '';
  errors = '';
  readonly #ended: Promise<unknown>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (this.output += chunk));
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (this.errors += chunk));
    this.#ended = once(child, 'close');
  }

  /** Starts a command without colours, as an admin of a server. */
  static start(origin: string, args: readonly string[], env: Record<string, string> = {}): CommandLine {
    return new CommandLine(
      spawn(process.execPath, [BIN, ...args], {
        env: {
          PATH: process.env['PATH'],
          ...COMPILE_CACHE,
          CROWSNEST_URL: origin,
          CROWSNEST_TOKEN: ADMIN_TOKEN,
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  /** Runs a command to its end. */
  static async run(origin: string, args: readonly string[], env: Record<string, string> = {}) {
    const command = this.start(origin, args, env);
    const exitCode = await command.ended();
    return { output: command.output, errors: command.errors, exitCode };
  }

  /** Each line of the output that is whole. */
  get lines(): string[] {
    return this.output.split('\n').slice(0, -1);
  }

  /** Resolves once the output holds a text. */
  prints(expected: string): Promise<unknown> {
    return this.#shows(() => this.output.includes(expected), `the output has "${expected}"`);
  }

  /** Resolves once standard error holds a text. */
  says(expected: string): Promise<unknown> {
    return this.#shows(() => this.errors.includes(expected), `standard error has "${expected}"`);
  }

  /** Resolves with the exit code, or the signal that has killed the process. */
  async ended(): Promise<number | string | null> {
    await this.#ended;
    return this.child.exitCode ?? this.child.signalCode;
  }

  /** Sends SIGINT, as Ctrl-C does. */
  interrupt(): Promise<number | string | null> {
    this.child.kill('SIGINT');
    return this.ended();
  }

  /** Closes the reading end of standard output, as `head` does. */
  stopReading(): void {
    this.child.stdout?.destroy();
  }

  #shows(isShown: () => boolean, reason: string): Promise<unknown> {
    return waitUntil(isShown, { reason, seen: () => this.output + this.errors });
  }
}
