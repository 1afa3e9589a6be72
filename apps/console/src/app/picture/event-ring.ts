/** Keeps the last `capacity` items; what is older is let go, and counted. */
export class EventRing<T> {
  readonly #items: T[] = [];
  #pushed = 0;

  constructor(readonly capacity: number) {}

  /** How many items it holds. */
  get size(): number {
    return Math.min(this.#pushed, this.capacity);
  }

  /** How many items it was ever given. */
  get pushed(): number {
    return this.#pushed;
  }

  /** Adds the newest item; returns the one that had to make room. */
  push(item: T): T | undefined {
    const slot = this.#pushed % this.capacity;
    const evicted = this.#items[slot];
    this.#items[slot] = item;
    this.#pushed += 1;
    return evicted;
  }

  /** Items counted from the newest (0): `from` included, `to` not. */
  newest(from: number, to: number): T[] {
    const items: T[] = [];
    for (let back = from; back < Math.min(to, this.size); back += 1) {
      const item = this.#items[(this.#pushed - 1 - back) % this.capacity];
      if (item !== undefined) items.push(item);
    }
    return items;
  }
}
