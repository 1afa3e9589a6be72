import { createServer } from 'node:net';
import { listenOnLoopback } from '../processes/listen.ts';

/** Milliseconds without an acknowledgement after which a burst counts as lost. */
const PATIENCE_MS = 10_000;

/**
 * The progress of the slowest subscriber, which the subscribers' process reports over a separate connection. So the
 * subscribers set the rate, whichever server sends.
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
      // The other process may exit before this one.
      socket.on('error', () => socket.destroy());
    });
    return { acknowledged, controlPort: await listenOnLoopback(server) };
  }

  /** Resolves once every subscriber has all events before that number; rejects if it takes too long. */
  async reached(number: number): Promise<void> {
    if (number <= this.#reached) return;
    await new Promise<void>((resolve, reject) => {
      const lost = new Error(`The subscribers have ${this.#reached} events, and wait for ${number}`);
      const timer = setTimeout(() => reject(lost), PATIENCE_MS);
      this.#waiting = { number, resolve: () => resolve(clearTimeout(timer)) };
    });
  }

  // Whole lines with one number each; the last one counts.
  #take(text: string): void {
    this.#reached = Number(text.trimEnd().split('\n').at(-1));
    if (!this.#waiting || this.#waiting.number > this.#reached) return;
    const { resolve } = this.#waiting;
    this.#waiting = undefined;
    resolve();
  }
}
