import type { JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import type { RawMessage } from '#tools';
import type { UpstreamFault } from '../link/upstream-fault.ts';
import type { Connection } from './connection.ts';

/** Why the signal of a request is aborted. Without a reason, each abort would create an error with a stack. */
const SETTLED = new Error('The request is settled');

/** A request that has not been answered yet. */
export class RequestInFlight {
  readonly id: RequestId;
  readonly method: string;
  /** Resolves when it is answered or cancelled; rejects if its answer is not to come any more. */
  readonly settled: Promise<void>;
  /** The connection that it was sent over. */
  connection: Connection | undefined;
  readonly #settled = Promise.withResolvers<void>();
  #isSettled = false;
  #left: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly raw: RawMessage,
    { id, method }: JSONRPCRequest,
  ) {
    this.id = id;
    this.method = method;
    this.settled = this.#settled.promise;
    // It may be rejected while nobody waits yet.
    this.settled.catch(() => undefined);
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** Aborts once the request is settled. Created on first use, because few requests have to wait for a place. */
  get signal(): AbortSignal {
    this.#left ??= new AbortController();
    if (this.#isSettled) this.#left.abort(SETTLED);
    return this.#left.signal;
  }

  /** From now on it may take so many milliseconds. */
  limit(ms: number, onTimeout: () => void): void {
    this.#timer = setTimeout(onTimeout, ms);
  }

  settle(): void {
    this.#leave();
    this.#settled.resolve();
  }

  fail(fault: UpstreamFault): void {
    this.#leave();
    this.#settled.reject(fault);
  }

  #leave(): void {
    this.#isSettled = true;
    clearTimeout(this.#timer);
    this.#left?.abort(SETTLED);
  }
}
