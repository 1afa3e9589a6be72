import { jest } from '@jest/globals';

/**
 * A clock for durations that moves only when the test says so, so that idle time passes without waiting. Timers and the
 * time of day are not affected.
 */
export class StoppedClock {
  #now = Math.ceil(performance.now());
  readonly #spy = jest.spyOn(performance, 'now').mockImplementation(() => this.#now);

  advance(ms: number): void {
    this.#now += ms;
  }

  restore(): void {
    this.#spy.mockRestore();
  }
}
