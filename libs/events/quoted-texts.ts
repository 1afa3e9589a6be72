/** Longer texts are hardly ids, and hardly come twice. */
const LONGEST = 128;
const TEXTS = 10_000;

/** Quotes for JSON what comes with event after event, the ids of sessions and tenants: each once, in a bounded number. */
export class QuotedTexts {
  readonly #quoted = new Map<string, string>();

  quote(text: string): string {
    return this.#quoted.get(text) ?? this.#add(text);
  }

  get size(): number {
    return this.#quoted.size;
  }

  #add(text: string): string {
    const quoted = JSON.stringify(text);
    if (text.length > LONGEST) return quoted;
    if (this.#quoted.size >= TEXTS) this.#quoted.clear();
    this.#quoted.set(text, quoted);
    return quoted;
  }
}
