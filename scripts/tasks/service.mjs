// A program that runs until it is stopped, with its name before each line of its output.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { complain, say } from './output.mjs';
import { ROOT } from './project.mjs';

const PATIENCE_MS = 10_000;

/** A running program; `ended` resolves with its exit code. */
export class Service {
  #child;
  #asked = false;

  /**
   * Starts the program in its own process group, so that Ctrl-C reaches only this script, which stops its services in
   * order. `onLine` is called with each line of output after it was printed.
   */
  constructor(name, program, args, { env = process.env, onLine = () => {} } = {}) {
    this.name = name;
    const detached = process.platform !== 'win32';
    this.#child = spawn(program, args, { cwd: ROOT, env, detached, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        say(`[${name}] ${line}`);
        onLine(line);
      });
    }
    this.ended = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        complain(`[${name}] could not be started: ${error.message}`);
        resolve(127);
      });
      this.#child.once('close', (code, signal) => resolve(signal ? 1 : (code ?? 1)));
    });
  }

  /** Whether the program was asked to stop, so that its end is expected. */
  get asked() {
    return this.#asked;
  }

  /** Asks the program to end, kills it after ten seconds, and resolves when it has ended. */
  async stop() {
    this.#asked = true;
    this.#signal('SIGTERM');
    const insist = setTimeout(() => this.#signal('SIGKILL'), PATIENCE_MS);
    await this.ended;
    clearTimeout(insist);
  }

  // Sent to the whole group, so that a program that was started through others does not outlive them.
  #signal(signal) {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, signal);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

/** Resolves at the first Ctrl-C or request to end. Ignores later ones, because npm passes each on twice. */
export function whenAskedToStop() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(signal));
  });
}
