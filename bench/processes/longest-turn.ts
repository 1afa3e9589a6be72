/**
 * The longest turn of the event loop, during which nobody else is served, in CPU time of its thread. Elapsed time would
 * include other work of the machine.
 */
export class LongestTurn {
  #longestUs = 0;
  #last = 0;
  #isWatching = false;

  /** Begins to watch. Watching keeps the thread busy. */
  watch(): void {
    this.#last = threadCpuUs();
    if (this.#isWatching) return;
    this.#isWatching = true;
    const turn = (): void => {
      const now = threadCpuUs();
      this.#longestUs = Math.max(this.#longestUs, now - this.#last);
      this.#last = now;
      setImmediate(turn);
    };
    setImmediate(turn);
  }

  /** Returns the longest turn since the last call, in milliseconds. */
  take(): number {
    const ms = this.#longestUs / 1_000;
    this.#longestUs = 0;
    return ms;
  }
}

function threadCpuUs(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}
