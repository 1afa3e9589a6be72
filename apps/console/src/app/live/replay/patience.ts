import { ApiError, failureText } from '../../api/api-error.ts';
import { backOffMs } from '../stream/back-off.ts';
import { sleep } from '../stream/sleep.ts';

/** The base of the back-off after a failed request, in milliseconds. */
const FIRST_WAIT_MS = 1_000;

/** Why there is no answer yet, and when the next request follows, in milliseconds since 1970. */
export interface Delay {
  cause: string;
  retryAt: number;
}

/** Repeats a request until the server answers. */
export class Patience {
  readonly #waits = new Set<AbortController>();

  /** `tell` is called with the reason of a delay, and with null once it is over. */
  constructor(private readonly tell: (delay: Delay | null) => void) {}

  /** Resolves with the answer. Rejects if the signal aborts or the server refuses the request. */
  async ask<T>(request: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    for (let failures = 1; ; failures += 1) {
      try {
        const answer = await request(signal);
        if (failures > 1 && !signal.aborted) this.tell(null);
        return answer;
      } catch (error) {
        if (signal.aborted || isRefusal(error)) throw error;
        await this.#wait(error, failures, signal);
      }
    }
  }

  /** Repeats the request at once. */
  hurry(): void {
    for (const wait of this.#waits) wait.abort();
  }

  async #wait(error: unknown, failures: number, signal: AbortSignal): Promise<void> {
    const asked = (error instanceof ApiError && error.retryAfterMs) || 0;
    const ms = Math.max(asked, backOffMs(failures, FIRST_WAIT_MS, Math.random));
    this.tell({ cause: failureText(error), retryAt: Date.now() + ms });
    const wait = new AbortController();
    this.#waits.add(wait);
    await sleep(ms, AbortSignal.any([signal, wait.signal]));
    this.#waits.delete(wait);
    signal.throwIfAborted();
  }
}

/** Whether the same request would get the same answer. */
function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}
