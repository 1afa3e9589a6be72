/** Holds a body: its bytes count until the returned function is called, also after its response has closed. */
export type HoldBody = () => () => void;

/** The bytes of one body, which count while anything holds it. */
export class CountedBody {
  #bytes = 0;
  #holders = 0;

  /** Calls `count` with the number of bytes to add, which is negative when the body is released. */
  constructor(private readonly count: (bytes: number) => void) {}

  /** Adds bytes that have arrived. */
  add(bytes: number): void {
    this.#bytes += bytes;
    this.count(bytes);
  }

  /** Holds the body until the returned function is called. A released body counts again. */
  hold(): () => void {
    if (this.#holders === 0) this.count(this.#bytes);
    this.#holders += 1;
    return () => {
      this.#holders -= 1;
      if (this.#holders === 0) this.count(-this.#bytes);
    };
  }
}
