import { UpstreamFault } from '../link/upstream-fault.ts';

/** Requests that may wait for a place, at most. */
const MAX_WAITING = 100;

/** Limits the requests of an upstream that run at a time. Further ones wait, in order. */
export class CallSlots {
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor(
    private readonly name: string,
    private readonly max: number | undefined,
  ) {}

  /** Number of requests that wait. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Whether there is a limit. Without one, nobody has to take a place. */
  get areLimited(): boolean {
    return this.max !== undefined;
  }

  /**
   * Resolves with a function that frees the place, once there is one. Resolves with undefined if the signal has aborted
   * first. Rejects with `BUSY` if too many wait.
   */
  async take(signal: AbortSignal): Promise<(() => void) | undefined> {
    if (this.max === undefined) return () => undefined;
    if (this.#running < this.max) this.#running += 1;
    else if (!(await this.#wait(signal))) return undefined;
    return () => this.#free();
  }

  async #wait(signal: AbortSignal): Promise<boolean> {
    if (this.#waiting.size >= MAX_WAITING)
      throw new UpstreamFault(
        'BUSY',
        `Upstream "${this.name}" is busy: ${this.max} requests run and ${MAX_WAITING} wait. Try again later.`,
      );
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const go = (): void => resolve(true);
    const leave = (): void => {
      if (this.#waiting.delete(go)) resolve(false);
    };
    this.#waiting.add(go);
    signal.addEventListener('abort', leave);
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** The place goes to the next request at once, so that none that comes later takes it. */
  #free(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#running -= 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
