/** The clock of a replay, in milliseconds since 1970. Runs at a multiple of real time, or stands still. */
export class ReplayClock {
  #at = 0;
  #setAt = 0;
  #speed = 0;

  get now(): number {
    return this.#at + (performance.now() - this.#setAt) * this.#speed;
  }

  set(at: number): void {
    this.#at = at;
    this.#setAt = performance.now();
  }

  run(speed: number): void {
    this.set(this.now);
    this.#speed = speed;
  }

  stop(): void {
    this.run(0);
  }
}
