/** Longer texts are messages rather than names, and hardly come twice. */
const LONGEST_NAME = 64;
const NAMES = 1_000;

/**
 * Names that have been looked through and hold no secret: those of a server's tools come with every call. Never
 * one that held a secret, and a bounded number.
 */
export class HarmlessNames {
  readonly #names = new Set<string>();

  has(text: string): boolean {
    return text.length <= LONGEST_NAME && this.#names.has(text);
  }

  add(text: string): void {
    if (text.length > LONGEST_NAME) return;
    if (this.#names.size >= NAMES) this.#names.clear();
    this.#names.add(text);
  }

  get size(): number {
    return this.#names.size;
  }
}
