/** What a label says instead of a value that is not one of the known ones. */
export const OTHER = '_OTHER';

/** Limits the number of different values of a label, because each one is a time series of its own. */
export class BoundedValues {
  readonly #values = new Set<string>();

  constructor(private readonly max: number) {}

  /** The value, or `_OTHER` if there are too many already. */
  of(value: string): string {
    if (this.#values.has(value)) return value;
    if (this.#values.size >= this.max) return OTHER;
    this.#values.add(value);
    return value;
  }
}
