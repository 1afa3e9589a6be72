import type { Acknowledgements } from './acknowledgements.ts';

export interface Published {
  /** The number of the next event. */
  next: number;
  /** CPU microseconds in the calls of `publish` only. */
  callUs: number;
}

/** Publishes in this process, at the rates that the scenarios ask for. */
export class Publisher {
  #next = 0;
  #callUs = 0;

  constructor(
    private readonly publish: (number: number) => void,
    private readonly acknowledged: Acknowledgements,
  ) {}

  get position(): number {
    return this.#next;
  }

  /** Evenly over time, about one event per turn. If a timer is late, the missed events follow with the next one. */
  async paced({ perSecond, ms }: { perSecond: number; ms: number }): Promise<Published> {
    const begun = performance.now();
    const first = this.#next;
    const total = Math.round((perSecond * ms) / 1_000);
    while (this.#next - first < total) {
      const due = Math.floor(((performance.now() - begun) * perSecond) / 1_000);
      this.#some(Math.min(due, total) - (this.#next - first));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return this.#published();
  }

  /**
   * As fast as the slowest subscriber takes them: `perTurn` events in each turn, and at most `ahead` turns ahead of it.
   */
  async bursts(request: { perTurn: number; ahead: number; ms?: number; count?: number }): Promise<Published> {
    const { perTurn, ahead, ms = Infinity, count = Infinity } = request;
    const begun = performance.now();
    const first = this.#next;
    while (this.#next - first < count && performance.now() - begun < ms) {
      const behind = this.#next - (ahead - 1) * perTurn;
      if (behind > first) await this.acknowledged.reached(behind);
      this.#some(perTurn);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return this.#published();
  }

  /** `count` events, without waiting for subscribers. */
  async all({ count, perTurn }: { count: number; perTurn: number }): Promise<Published> {
    for (let left = count; left > 0; left -= perTurn) {
      this.#some(Math.min(perTurn, left));
      await new Promise((resolve) => setImmediate(resolve));
    }
    return this.#published();
  }

  #some(count: number): void {
    const before = process.threadCpuUsage();
    for (let index = 0; index < count; index += 1) {
      this.publish(this.#next);
      this.#next += 1;
    }
    const { user, system } = process.threadCpuUsage(before);
    this.#callUs += user + system;
  }

  #published(): Published {
    const callUs = this.#callUs;
    this.#callUs = 0;
    return { next: this.#next, callUs };
  }
}
