import { setImmediate } from 'node:timers/promises';
import { compareEventIds, type EventId } from '#contract';

export interface BrokerEntry {
  id: EventId;
  json: string;
}

/**
 * A broker outside the process, like Redis Streams: it orders the events of several processes, assigns ids of the form
 * `ms-seq`, acknowledges later, and can be unavailable.
 */
export class FakeBroker {
  readonly since = new Date().toISOString();
  readonly checkpoints = new Map<string, string>();
  /** The id of the last trimmed entry, or the position before the first. */
  start = `${Date.now()}-0` as EventId;
  isAway = false;
  #entries: BrokerEntry[] = [];
  #sequence = 0;
  #waiting: (() => void)[] = [];

  get last(): EventId {
    return this.#entries.at(-1)?.id ?? this.start;
  }

  /** Appends entries in one transaction; resolves with the id of the last one once they are stored. */
  async add(jsons: readonly string[], maxEntries: number): Promise<EventId> {
    await this.#roundTrip();
    const time = this.start.split('-')[0] ?? '';
    for (const json of jsons) this.#entries.push({ id: `${time}-${(this.#sequence += 1)}` as EventId, json });
    const { last } = this;
    const trimmed = this.#entries.splice(0, Math.max(0, this.#entries.length - maxEntries));
    this.start = trimmed.at(-1)?.id ?? this.start;
    for (const wake of this.#waiting.splice(0)) wake();
    // Readers may be notified before the writer.
    await setImmediate();
    return last;
  }

  /** The entries after an id, at most `count`. */
  async readAfter(id: EventId, count: number): Promise<BrokerEntry[]> {
    await this.#roundTrip();
    const from = this.#entries.findIndex((entry) => compareEventIds(entry.id, id) > 0);
    return from < 0 ? [] : this.#entries.slice(from, from + count);
  }

  /** Resolves when an entry was added, or `wake` was called. */
  changed(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async #roundTrip(): Promise<void> {
    await setImmediate();
    if (this.isAway) throw new Error('The broker is away');
  }
}
