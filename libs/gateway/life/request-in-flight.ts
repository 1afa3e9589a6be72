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
  readonly #left = new AbortController();
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

  /** Aborts once the request is settled. */
  get signal(): AbortSignal {
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
    clearTimeout(this.#timer);
    this.#left.abort(SETTLED);
  }
}
