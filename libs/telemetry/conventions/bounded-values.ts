/** What a label says instead of a value that is not one of the known ones. */
export const OTHER = '_OTHER';

/** Longer values are none that anybody looks for, and agents may send texts of any length. */
const MAX_LENGTH = 256;

/** Limits the number of different values of a label, because each one is a time series of its own. */
export class BoundedValues {
  readonly #values: Set<string>;

  /** Values of `known` have their place whatever comes before them. */
  constructor(
    private readonly max: number,
    known: readonly string[] = [],
  ) {
    this.#values = new Set(known);
  }

  /** The value if it has come before, or `_OTHER`. */
  known(value: string): string {
    return this.#values.has(value) ? value : OTHER;
  }

  /** The value, or `_OTHER` if it is too long or there are too many already. */
  of(value: string): string {
    if (this.#values.has(value)) return value;
    if (value.length > MAX_LENGTH || this.#values.size >= this.max) return OTHER;
    this.#values.add(value);
    return value;
  }
}
