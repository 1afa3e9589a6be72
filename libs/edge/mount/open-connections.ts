import type { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** Milliseconds between two looks at whether everything has left the process. */
const LOOK_MS = 10;

/** The connections over which requests for our routes have come, until they close. */
export class OpenConnections {
  readonly #open = new Set<Socket>();
  /** Those whose present answer does not end by itself. */
  readonly #claimed = new WeakSet<Socket>();

  add(socket: Socket): void {
    if (this.#open.has(socket)) return;
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
  }

  /** The answer to come on a connection does not end by itself: nobody waits for it. */
  claim(socket: Socket): void {
    this.#claimed.add(socket);
  }

  isClaimed(socket: Socket): boolean {
    return this.#claimed.has(socket);
  }

  /** Number of connections on which a part of an answer has not left the process. */
  get unsent(): number {
    return [...this.#open].filter((socket) => socket.writableLength > 0 && !this.#claimed.has(socket)).length;
  }

  /** Resolves once no part of an answer waits in the process, or the deadline aborts. */
  async whenSent(deadline: AbortSignal): Promise<void> {
    while (this.unsent > 0 && !deadline.aborted) await setTimeout(LOOK_MS);
  }
}
