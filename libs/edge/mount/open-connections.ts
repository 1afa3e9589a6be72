import type { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** Milliseconds between two checks whether all answers have been sent. */
const LOOK_MS = 10;

/** The open connections that have carried a request for one of Crowsnest's routes. */
export class OpenConnections {
  readonly #open = new Set<Socket>();
  /** Connections whose answer is an endless stream. */
  readonly #claimed = new WeakSet<Socket>();

  add(socket: Socket): void {
    if (this.#open.has(socket)) return;
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
  }

  /** Marks a connection whose answer is an endless stream, so that the shutdown does not wait for it. */
  claim(socket: Socket): void {
    this.#claimed.add(socket);
  }

  isClaimed(socket: Socket): boolean {
    return this.#claimed.has(socket);
  }

  /** Number of connections with an answer that is not completely sent. */
  get unsent(): number {
    return [...this.#open].filter((socket) => socket.writableLength > 0 && !this.#claimed.has(socket)).length;
  }

  /** Resolves when all answers are sent, or when the deadline aborts. */
  async whenSent(deadline: AbortSignal): Promise<void> {
    while (this.unsent > 0 && !deadline.aborted) await setTimeout(LOOK_MS);
  }
}
