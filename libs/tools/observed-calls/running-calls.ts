import { Injectable } from '@nestjs/common';
import { RecentlyEnded } from './recently-ended.ts';

/** A call in flight, as whoever may end it sees it. */
export interface RunningCall {
  readonly callId: string;
  readonly tool: string;
  readonly sessionId: string;
  readonly tenantId: string;
  /**
   * Ends the call before its answer: it fails as `cancelled`, its agent is answered with `isError` and this
   * text where it can still be reached, and its handler's signal is aborted. The call has ended when this
   * returns, and the answer is out when it resolves. Never fails.
   */
  cancel(text: string): Promise<void>;
}

/**
 * The calls in flight in this process: what an admin's commands and a session's end reach. Every call comes and goes,
 * and hardly one is looked for by its id: so they are kept in a list.
 */
@Injectable()
export class RunningCalls {
  readonly #calls: RunningCall[] = [];
  readonly #ended = new RecentlyEnded();
  #onceNone: (() => void) | undefined;

  add(call: RunningCall): void {
    this.#calls.push(call);
  }

  /** The call has ended, however it did. */
  remove(call: RunningCall): void {
    const index = this.#calls.lastIndexOf(call);
    if (index < 0) return;
    this.#calls.splice(index, 1);
    this.#ended.add(call.callId, call.tenantId);
    if (this.#calls.length === 0) this.#onceNone?.();
  }

  /** Resolves once no call is in flight, or after so many milliseconds. */
  async whenNone(limitMs: number): Promise<void> {
    if (this.#calls.length === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, limitMs);
    this.#onceNone = resolve;
    await promise;
    clearTimeout(timer);
  }

  find(callId: string): RunningCall | undefined {
    return this.#calls.find((call) => call.callId === callId);
  }

  /** The tenant of a call that has ended lately; undefined for one that never was or is forgotten. */
  tenantOfEnded(callId: string): string | undefined {
    return this.#ended.tenantOf(callId);
  }

  /** Cancels the calls in flight of a session that ends: at once, and answered when it resolves. */
  async cancelSession(sessionId: string, text: string): Promise<void> {
    const calls = this.#calls.filter((call) => call.sessionId === sessionId);
    await Promise.all(calls.map((call) => call.cancel(text)));
  }
}
