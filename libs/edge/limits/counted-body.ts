/**
 * Has a body counted also after its response is closed, until the returned function is called: for whoever still works
 * on it.
 */
export type HoldBody = () => () => void;

/** The bytes of a body, which are counted for as long as anybody holds it. */
export class CountedBody {
  #bytes = 0;
  #holders = 0;

  /** `count` is called with the bytes that are added, and with negative ones that are taken away. */
  constructor(private readonly count: (bytes: number) => void) {}

  /** Adds bytes that have arrived. */
  add(bytes: number): void {
    this.#bytes += bytes;
    this.count(bytes);
  }

  /** Holds the body until the returned function is called, also if nobody holds it any more. */
  hold(): () => void {
    if (this.#holders === 0) this.count(this.#bytes);
    this.#holders += 1;
    return () => {
      this.#holders -= 1;
      if (this.#holders === 0) this.count(-this.#bytes);
    };
  }
}
