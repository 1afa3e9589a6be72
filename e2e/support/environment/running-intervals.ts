import { jest } from '@jest/globals';

/** The intervals that are set from now on, those included that keep no process alive and are counted nowhere. */
export class RunningIntervals {
  readonly #set = jest.spyOn(globalThis, 'setInterval');
  readonly #cleared = jest.spyOn(globalThis, 'clearInterval');

  /** How many have been set. */
  get made(): number {
    return this.#set.mock.results.length;
  }

  /** How many of them still run. */
  get count(): number {
    const cleared = new Set<unknown>(this.#cleared.mock.calls.map(([interval]) => interval));
    return this.#set.mock.results.filter(({ value }) => !cleared.has(value)).length;
  }

  restore(): void {
    this.#set.mockRestore();
    this.#cleared.mockRestore();
  }
}
