import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

/** What ends a process from outside, and reaches the command in its place. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Kills a group when its standard input ends without a word: then this process was killed. */
const WATCH = 'read _; kill -s TERM -- -$0; sleep 2; kill -s KILL -- -$0';

/** How a command ended: by its exit code or by a signal. */
export interface CommandEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** The command that stands behind us, with all processes that it starts. */
export class CommandProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Rejects if the command cannot be run. */
  readonly ended: Promise<CommandEnd>;
  readonly #child: ChildProcess;
  #watch: ChildProcess | undefined;

  constructor(command: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    // In a group of its own, a signal from the keyboard reaches it once, through us.
    const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'inherit'], detached: isPosix() });
    this.#child = child;
    this.stdin = child.stdin;
    this.stdout = child.stdout;
    const { promise, resolve, reject } = Promise.withResolvers<CommandEnd>();
    this.ended = promise;
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      this.#letGo();
      resolve({ code, signal });
    });
    for (const signal of SIGNALS) process.on(signal, this.#pass);
    if (child.pid !== undefined && isPosix()) this.#watch = watchOver(child.pid);
  }

  readonly #pass = (signal: NodeJS.Signals): void => {
    const { pid } = this.#child;
    if (pid === undefined || !isPosix()) this.#child.kill(signal);
    else killGroup(pid, signal);
  };

  #letGo(): void {
    this.#watch?.kill('SIGKILL');
    for (const signal of SIGNALS) process.off(signal, this.#pass);
  }
}

function watchOver(group: number): ChildProcess {
  const watch = spawn('/bin/sh', ['-c', WATCH, String(group)], {
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // Without a shell, the command ends as others do whose parent was killed: by the end of its input.
  watch.on('error', () => undefined);
  watch.stdin.on('error', () => undefined);
  watch.unref();
  return watch;
}

function killGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // It has ended just now.
  }
}

function isPosix(): boolean {
  return process.platform !== 'win32';
}
