import { UpstreamFault } from '../link/upstream-fault.ts';

/** The time from a fault until the next attempt. A call does not wait for its end; lists are withdrawn until then. */
export class Pause {
  readonly #end: number;

  constructor(
    private readonly fault: UpstreamFault,
    ms: number,
  ) {
    this.#end = performance.now() + ms;
  }

  get isOver(): boolean {
    return performance.now() >= this.#end;
  }

  /** What a request for a list is refused with. */
  withdrawal(): UpstreamFault {
    const { code, message } = this.fault;
    const seconds = Math.max(1, Math.ceil((this.#end - performance.now()) / 1_000));
    return new UpstreamFault(
      code,
      `${message} Its lists are withdrawn for another ${seconds} s, or until a call starts it.`,
    );
  }
}
