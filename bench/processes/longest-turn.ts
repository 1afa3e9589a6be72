/**
 * The longest turn of the event loop, in CPU time of its thread: nobody else is served for as long. By the clock, a turn
 * would also be long because the machine has other work.
 */
export class LongestTurn {
  #longestUs = 0;
  #last = 0;
  #isWatching = false;

  /** Watches from now on. It keeps the thread busy. */
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

  /** The longest one since this was asked last, in milliseconds. */
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
