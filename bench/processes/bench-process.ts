import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { BuiltInCommands, Reply } from './commands.ts';

/** Milliseconds that a process may take to exit gracefully. */
const PATIENCE_MS = 10_000;

/** CPU time as reported by the operating system, in microseconds. */
export interface CpuCost {
  cpuUs: number;
  /** CPU time of the thread that serves clients, without the log's thread, the compiler and the garbage collector. */
  threadUs: number;
}

interface Waiting {
  resolve: (result: never) => void;
  reject: (error: Error) => void;
}

/** A server or client in a child process, controlled over IPC. It ends with this process. */
export class BenchProcess {
  readonly #waiting = new Map<number, Waiting>();
  #seq = 0;

  private constructor(
    private readonly child: ChildProcess,
    private readonly name: string,
    private readonly profiles: string | undefined,
  ) {
    child.on('message', (reply: Reply) => this.#settle(reply));
    child.on('exit', (code, signal) => this.#failAll(`${name} ended (${code ?? signal})`));
  }

  /** Starts a module of the bench; resolves once it accepts commands. */
  static async start(
    name: string,
    file: string,
    args: string[],
    profiles: string | undefined,
  ): Promise<BenchProcess> {
    const child = fork(file, args, { execArgv: ['--expose-gc'], serialization: 'advanced' });
    const started = new BenchProcess(child, name, profiles);
    await started.call('ready');
    return started;
  }

  /** Sends a command to the process; resolves with its answer. */
  call<C extends keyof BuiltInCommands>(command: C): Promise<ReturnType<BuiltInCommands[C]>>;
  call<Result>(command: string, argument?: unknown): Promise<Result>;
  call(command: string, argument?: unknown): Promise<unknown> {
    this.#seq += 1;
    const seq = this.#seq;
    return new Promise((resolve, reject) => {
      this.#waiting.set(seq, { resolve, reject });
      this.child.send({ seq, command, argument });
    });
  }

  /** Measures the CPU time of this process during `work`, in total and on the thread that serves clients. */
  async cpuDuring<T>(work: () => Promise<T>): Promise<CpuCost & { result: T }> {
    if (this.profiles !== undefined) await this.call('beginProfile');
    const before = await this.#cpu();
    const result = await work();
    const after = await this.#cpu();
    if (this.profiles !== undefined) await this.call('endProfile', this.#profileFile(this.profiles));
    return { cpuUs: after.cpuUs - before.cpuUs, threadUs: after.threadUs - before.threadUs, result };
  }

  /** Stops the process; resolves once it has exited. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), PATIENCE_MS);
    if (this.child.connected) this.child.disconnect();
    await ended;
    clearTimeout(timer);
  }

  async #cpu(): Promise<CpuCost> {
    return { cpuUs: await this.call('cpuUs'), threadUs: await this.call('threadCpuUs') };
  }

  // Each measurement of a process has a number of its own.
  #profileFile(folder: string): string {
    return join(folder, `${this.name.replaceAll('/', '-')}.${this.child.pid}.${this.#seq}.cpuprofile`);
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.seq);
    this.#waiting.delete(reply.seq);
    if ('error' in reply) waiting?.reject(new Error(`${this.name}: ${reply.error}`));
    else waiting?.resolve(reply.result as never);
  }

  #failAll(message: string): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(message));
    this.#waiting.clear();
  }
}
