import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { beforeDeadline } from '#shutdown';
import type { StdioUpstream } from '../upstream-options.ts';
import type { ProcessGuard } from './process-guard.ts';
import { endRestOfGroup, signalGroup } from './process-group.ts';

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** Milliseconds that a process has to end after its input has ended. */
const END_OF_INPUT_MS = 2_000;
/** Milliseconds that it has after SIGTERM. Then it is killed. */
const TERMINATION_MS = 3_000;
/** Milliseconds that what a process wrote before its end may take to arrive. */
const LAST_OUTPUT_MS = 500;

/** A process does not read any more. */
export class UnreadLine extends Error {
  override readonly name = 'UnreadLine';

  /** `isCertain`: it has not read this line, whatever it has read of those before. */
  constructor(
    readonly isCertain: boolean,
    cause?: unknown,
  ) {
    super('The process does not read any more', { cause });
  }
}

/** How a process has ended. */
export interface ProcessExit {
  exitCode?: number;
  signal?: NodeJS.Signals;
}

/** A process of an upstream, in a process group of its own: what it starts ends with it. */
export class UpstreamProcess {
  /** Resolves when the process has ended, and what it wrote has arrived. */
  readonly ended: Promise<ProcessExit>;
  readonly #exited: Promise<ProcessExit>;
  /** Resolves when nothing of its group is left. */
  readonly #gone: Promise<void>;
  readonly #pid: number;
  #hasExited = false;

  private constructor(
    private readonly child: Child,
    guard: ProcessGuard,
  ) {
    // A child that has been spawned has an id.
    this.#pid = child.pid ?? 0;
    guard.watch(this.#pid);
    const closed = once(child, 'close');
    this.#exited = new Promise((resolve) => {
      child.once('exit', (exitCode, signal) => {
        this.#hasExited = true;
        resolve({ ...(exitCode !== null && { exitCode }), ...(signal && { signal }) });
      });
    });
    this.ended = this.#exited.then(async (exit) => {
      // A process that it has left behind may keep the pipes open.
      await beforeDeadline(closed, AbortSignal.timeout(LAST_OUTPUT_MS));
      return exit;
    });
    this.#gone = this.#exited
      .then(() => endRestOfGroup(this.#pid))
      // What it wrote last may not have been read yet.
      .then(() => this.ended)
      .then(() => this.#letGo(guard));
  }

  /** Starts a process. `onStderr` gets what it writes there. Rejects with the error of the system. */
  static async start(
    { command, args = [], cwd }: StdioUpstream,
    env: Readonly<Record<string, string>>,
    { onStderr, guard }: { onStderr: (chunk: Buffer) => void; guard: ProcessGuard },
  ): Promise<UpstreamProcess> {
    const child = spawn(command, [...args], { cwd, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    const spawned = once(child, 'spawn');
    // Where the system has no descriptor left, there are not even pipes.
    if (child.pid === undefined) await spawned;
    // Unread, a full pipe would stop the process.
    child.stderr.on('data', onStderr);
    // That it does not read any more is known by its end, and by what is written next.
    child.stdin.on('error', () => undefined);
    await spawned;
    return new UpstreamProcess(child, guard);
  }

  get stdout(): Readable {
    return this.child.stdout;
  }

  /** Writes a line. Resolves when the process has room for more, and rejects with {@link UnreadLine}. */
  async write(line: string): Promise<void> {
    const { stdin } = this.child;
    // What it has left behind may still read the pipe.
    if (this.#hasExited) throw new UnreadLine(true);
    // Lines that wait are written together, and fail together. Of a single one at least the end was not taken.
    const isCertain = !stdin.writable || stdin.writableLength === 0;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    stdin.write(`${line}\n`, (error) => (error ? reject(new UnreadLine(isCertain, error)) : resolve()));
    return promise;
  }

  /** Asks the process to end, then makes it. Resolves when nothing of its group is left. */
  async end(): Promise<void> {
    this.child.stdin.end();
    if (!(await this.#endsWithin(END_OF_INPUT_MS))) signalGroup(this.#pid, 'SIGTERM');
    if (!(await this.#endsWithin(TERMINATION_MS))) this.kill();
    await this.#gone;
  }

  /** Kills the process and what it has started. */
  kill(): void {
    signalGroup(this.#pid, 'SIGKILL');
  }

  async #endsWithin(ms: number): Promise<boolean> {
    const passed = AbortSignal.timeout(ms);
    await beforeDeadline(this.#exited, passed);
    return !passed.aborted;
  }

  #letGo(guard: ProcessGuard): void {
    guard.forget(this.#pid);
    for (const pipe of [this.child.stdin, this.child.stdout, this.child.stderr]) pipe.destroy();
  }
}
