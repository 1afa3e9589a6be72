import { createServer } from 'node:net';
import { listenOnLoopback } from '../processes/listen.ts';

/** Milliseconds without which a burst is taken for lost. */
const PATIENCE_MS = 10_000;

/**
 * How far the slowest subscriber has come, told by the subscribers' process over a connection of its own:
 * the rate is theirs to set, whichever server sends.
 */
export class Acknowledgements {
  #reached = 0;
  #waiting: { number: number; resolve: () => void } | undefined;

  private constructor() {}

  /** Listens for the subscribers' process. */
  static async listen(): Promise<{ acknowledged: Acknowledgements; controlPort: number }> {
    const acknowledged = new Acknowledgements();
    const server = createServer((socket) => {
      socket.on('data', (text) => acknowledged.#take(text.toString('latin1')));
      // The other process may be gone before this one.
      socket.on('error', () => socket.destroy());
    });
    return { acknowledged, controlPort: await listenOnLoopback(server) };
  }

  /** Resolves once every subscriber has all events before that number; rejects when that takes too long. */
  async reached(number: number): Promise<void> {
    if (number <= this.#reached) return;
    await new Promise<void>((resolve, reject) => {
      const lost = new Error(`The subscribers have ${this.#reached} events, and wait for ${number}`);
      const timer = setTimeout(() => reject(lost), PATIENCE_MS);
      this.#waiting = { number, resolve: () => resolve(clearTimeout(timer)) };
    });
  }

  // Whole lines, each a number; the last one holds.
  #take(text: string): void {
    this.#reached = Number(text.trimEnd().split('\n').at(-1));
    if (!this.#waiting || this.#waiting.number > this.#reached) return;
    const { resolve } = this.#waiting;
    this.#waiting = undefined;
    resolve();
  }
}
