import { Worker, type WorkerOptions } from 'node:worker_threads';
import { beforeDeadline } from '#shutdown';
import { explainOpenFault } from '../sqlite-faults.ts';
import type {
  SqliteCall,
  SqliteCalls,
  SqliteOptions,
  SqliteReply,
  SqliteState,
} from '../file/sqlite-protocol.ts';

/** Node strips the types of the sources itself; in a build the worker is a JavaScript file beside this one. */
const IS_SOURCE = import.meta.url.endsWith('.ts');
const WORKER = new URL(IS_SOURCE ? './sqlite-worker.ts' : './sqlite-worker.js', import.meta.url);
const OPTIONS: WorkerOptions = {
  name: 'crowsnest-log',
  // The worker then loads other libraries from their sources too.
  ...(IS_SOURCE && { execArgv: ['--conditions=source'] }),
};

interface Waiting {
  resolve: (result: never) => void;
  reject: (error: Error) => void;
}

/** A worker thread that has a database file open, with the calls that it has not answered yet. */
export class SqliteThread {
  readonly #worker = new Worker(WORKER, OPTIONS);
  readonly #waiting = new Map<number, Waiting>();
  #seq = 0;
  #isGone = false;

  private constructor() {
    this.#worker.on('message', (reply: SqliteReply) => this.#settle(reply));
    this.#worker.on('error', (error: Error) => this.#failAll(error));
    this.#worker.on('exit', (code) => this.#failAll(new Error(`the log's thread ended (${code})`)));
  }

  /** Starts a thread that opens the file; rejects with a `LogError` if it cannot. */
  static async open(options: SqliteOptions): Promise<{ thread: SqliteThread; state: SqliteState }> {
    const thread = new SqliteThread();
    try {
      return { thread, state: await thread.ask('open', options) };
    } catch (error) {
      await thread.#worker.terminate();
      throw explainOpenFault(options.path, error);
    }
  }

  /** Whether the thread has died or was ended: it answers no further calls. */
  get isGone(): boolean {
    return this.#isGone;
  }

  ask<C extends SqliteCall>(
    call: C,
    argument: SqliteCalls[C]['argument'],
  ): Promise<SqliteCalls[C]['result']> {
    this.#seq += 1;
    const seq = this.#seq;
    return new Promise((resolve, reject) => {
      this.#waiting.set(seq, { resolve, reject });
      this.#worker.postMessage({ seq, call, argument });
    });
  }

  /** Closes the file and ends the thread. When `deadline` aborts, it does not wait for an answer. */
  async close(deadline?: AbortSignal): Promise<void> {
    try {
      await beforeDeadline(this.ask('close', undefined), deadline);
    } finally {
      // While the thread is stuck on the disk, not even `terminate` takes effect: the process need not wait for it.
      this.#worker.unref();
      await beforeDeadline(this.#worker.terminate(), deadline);
    }
  }

  #settle(reply: SqliteReply): void {
    const waiting = this.#waiting.get(reply.seq);
    this.#waiting.delete(reply.seq);
    if ('error' in reply) waiting?.reject(Object.assign(new Error(reply.error.message), reply.error));
    else waiting?.resolve(reply.result as never);
  }

  /** The thread has ended, so none of its open calls will be answered. */
  #failAll(error: Error): void {
    this.#isGone = true;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
