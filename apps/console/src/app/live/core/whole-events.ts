import type { CrowsnestEvent, EventId } from '#contract';

/** Keeps the newest events up to a total size, so that long texts do not fill the memory. */
export class WholeEvents {
  readonly #events = new Map<EventId, { event: CrowsnestEvent; size: number }>();
  #size = 0;

  /** `capacity` is the maximum total size, in characters of JSON. */
  constructor(private readonly capacity: number) {}

  /** Keeps an event whose JSON has `size` characters. */
  keep(event: CrowsnestEvent, size: number): void {
    this.#events.set(event.id, { event, size });
    this.#size += size;
    for (const [id, oldest] of this.#events) {
      if (this.#size <= this.capacity) return;
      this.#events.delete(id);
      this.#size -= oldest.size;
    }
  }

  find(id: EventId): CrowsnestEvent | undefined {
    return this.#events.get(id)?.event;
  }
}
