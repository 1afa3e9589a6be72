/** Keeps the last `capacity` items and counts all. */
export class EventRing<T> {
  readonly #items: T[] = [];
  #pushed = 0;

  constructor(readonly capacity: number) {}

  /** Number of items in the ring. */
  get size(): number {
    return Math.min(this.#pushed, this.capacity);
  }

  /** Number of items ever added. */
  get pushed(): number {
    return this.#pushed;
  }

  /** Adds an item. Returns the item that is dropped for it, if any. */
  push(item: T): T | undefined {
    const slot = this.#pushed % this.capacity;
    const evicted = this.#items[slot];
    this.#items[slot] = item;
    this.#pushed += 1;
    return evicted;
  }

  /** Returns items by their distance from the newest: `from` inclusive, `to` exclusive. */
  newest(from: number, to: number): T[] {
    const items: T[] = [];
    for (let back = from; back < Math.min(to, this.size); back += 1) {
      const item = this.#items[(this.#pushed - 1 - back) % this.capacity];
      if (item !== undefined) items.push(item);
    }
    return items;
  }
}
