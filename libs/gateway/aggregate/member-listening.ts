import { setTimeout as pause } from 'node:timers/promises';
import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import type { RawMessage } from '#tools';
import { backOffMs } from '../life/back-off.ts';
import { acknowledgedId, listChangesFor } from '../link/stream-of-changes.ts';

/** What the stream of one upstream among several needs. */
interface Parts {
  /** Asks the upstream for the stream, and resolves with the answer that ends it. */
  ask: () => Promise<RawMessage>;
  /** Sends a message to the agent. */
  send: (message: RawMessage) => void;
}

/**
 * The part of one upstream in a stream of changes of several, in revision 2026-07-28. While the upstream is away it is asked
 * again and again, because the agent's stream stays open for the sake of the others.
 */
export class MemberListening {
  /** Resolves with the upstream's answer when it does not serve such a stream. Otherwise it goes on until the agent leaves. */
  readonly ended: Promise<RawMessage>;
  /** Resolves when the upstream has agreed for the first time, or cannot. */
  readonly settled: Promise<void>;
  readonly #settled = Promise.withResolvers<void>();
  readonly #left = new AbortController();
  #isOpen = false;
  #hasEnded = false;
  #failures = 0;

  constructor(
    private readonly request: JSONRPCRequest,
    private readonly parts: Parts,
  ) {
    this.settled = this.#settled.promise;
    this.ended = this.#listen();
  }

  /** Whether it does not go on. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Takes a message of the upstream. Returns whether it has agreed by it, which the agent hears of for all at once. */
  takes({ message }: RawMessage): boolean {
    if (acknowledgedId(message) !== this.request.id) return false;
    if (this.#failures > 0) this.#tellListChanges();
    this.#failures = 0;
    this.#isOpen = true;
    this.#settled.resolve();
    return true;
  }

  /** The agent has left. */
  leave(): void {
    this.#left.abort();
  }

  async #listen(): Promise<RawMessage> {
    const { signal } = this.#left;
    for (;;) {
      const answer = await this.parts.ask();
      this.#hasEnded = signal.aborted || !isAway(answer);
      if (this.#isOpen && !this.#hasEnded) this.#tellListChanges();
      this.#isOpen = false;
      this.#settled.resolve();
      if (this.#hasEnded) return answer;
      this.#failures += 1;
      await pause(backOffMs(this.#failures), undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  #tellListChanges(): void {
    for (const change of listChangesFor(this.request)) this.parts.send(change);
  }
}

/** Whether an answer says that the upstream has gone: it has ended the stream in order, or has a fault. */
function isAway({ message }: RawMessage): boolean {
  if ('result' in message) return true;
  const data = 'error' in message ? message.error.data : undefined;
  return typeof data === 'object' && data !== null && 'fault' in data;
}
