import { setTimeout } from 'node:timers/promises';

/**
 * Waits between attempts. All waits end when the log closes. Until then they keep the process alive, as the connection does
 * that is lost: a start that waits for the broker would end in silence otherwise.
 */
export class Pause {
  readonly #closing = new AbortController();

  async for(ms: number): Promise<void> {
    if (ms === 0) return;
    // An abort only means that the wait is over.
    await setTimeout(ms, undefined, { signal: this.#closing.signal }).catch(() => undefined);
  }

  end(): void {
    this.#closing.abort();
  }
}
