/** Runs work in rounds, one after the other. All who ask for a round before it begins share it. */
export class SharedRounds {
  #next: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(private readonly work: () => Promise<void>) {}

  /** Resolves or rejects as a round does that begins after this call. */
  next(): Promise<void> {
    this.#next ??= this.#last.then(() => {
      const round = this.work();
      this.#next = undefined;
      this.#last = round.catch(() => undefined);
      return round;
    });
    return this.#next;
  }
}
