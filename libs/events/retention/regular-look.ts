/** Looks again and again, one look after the other, until it is stopped. */
export class RegularLook {
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #isStopped = false;

  /** `look` must not reject. */
  constructor(private readonly look: () => Promise<void>) {}

  /** Looks this often from now on, in milliseconds; never if it is undefined. Does nothing once it is stopped. */
  every(everyMs: number | undefined): void {
    clearInterval(this.#timer);
    if (everyMs === undefined || this.#isStopped) return;
    this.#timer = setInterval(() => {
      this.#looking ??= this.look().finally(() => (this.#looking = undefined));
    }, everyMs).unref();
  }

  /** Resolves when the last look has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#looking;
  }
}
