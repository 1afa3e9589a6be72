import { setTimeout } from 'node:timers/promises';

/** Waits between attempts. All waits end when the log closes. */
export class Pause {
  readonly #closing = new AbortController();

  async for(ms: number): Promise<void> {
    if (ms === 0) return;
    // An abort only means that the wait is over.
    await setTimeout(ms, undefined, { signal: this.#closing.signal, ref: false }).catch(() => undefined);
  }

  end(): void {
    this.#closing.abort();
  }
}
