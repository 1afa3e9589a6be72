import { jest } from '@jest/globals';

/** Counts the intervals that are set from now on, including unreferenced ones, which Node counts nowhere. */
export class RunningIntervals {
  readonly #set = jest.spyOn(globalThis, 'setInterval');
  readonly #cleared = jest.spyOn(globalThis, 'clearInterval');

  /** Number of intervals that were set. */
  get made(): number {
    return this.#set.mock.results.length;
  }

  /** Number of intervals that are still running. */
  get count(): number {
    const cleared = new Set<unknown>(this.#cleared.mock.calls.map(([interval]) => interval));
    return this.#set.mock.results.filter(({ value }) => !cleared.has(value)).length;
  }

  restore(): void {
    this.#set.mockRestore();
    this.#cleared.mockRestore();
  }
}
