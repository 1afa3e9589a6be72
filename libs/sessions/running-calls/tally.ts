/** Numbers by key. A key whose number is 0 takes no memory. */
export class Tally {
  readonly #numbers = new Map<string, number>();

  of(key: string): number {
    return this.#numbers.get(key) ?? 0;
  }

  add(key: string, change: number): void {
    const number = this.of(key) + change;
    if (number > 0) this.#numbers.set(key, number);
    else this.#numbers.delete(key);
  }
}
