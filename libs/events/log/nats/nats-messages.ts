import type { JetStreamManager, StoredMsg } from '@nats-io/jetstream';
import { LRUCache } from 'lru-cache';
import type { NatsLink } from './connection/nats-link.ts';
import type { NatsNames } from './nats-names.ts';
import { readBatch, type StoredBatch } from './stored-batch.ts';

/** Maximum number of characters of the messages that are kept in memory, so that pages do not fetch them again. */
const KEPT_CHARACTERS = 16 * 1_048_576;
/** What a message takes besides its events. */
const OVERHEAD_CHARACTERS = 500;

/** The messages of the stream by their sequence. Those that were used lately are kept in memory. */
export class NatsMessages {
  readonly #kept = new LRUCache<number, StoredBatch>({ maxSize: KEPT_CHARACTERS, sizeCalculation: sizeOf });

  constructor(
    private readonly link: NatsLink,
    private readonly names: NatsNames,
  ) {}

  /** Keeps a message that was appended or read back. */
  keep(batch: StoredBatch): void {
    this.#kept.set(batch.sequence, batch);
  }

  /** Whether a message is in memory. */
  isKept(sequence: number): boolean {
    return this.#kept.has(sequence);
  }

  /** Forgets all: the stream is another one. */
  forget(): void {
    this.#kept.clear();
  }

  /** A message; undefined if the stream does not hold it. */
  async at(sequence: number): Promise<StoredBatch | undefined> {
    const kept = this.#kept.get(sequence);
    // Sequences begin at 1.
    if (kept || sequence < 1) return kept;
    const batch = await this.link.use(({ manager }) => this.#fetch(manager, sequence));
    if (batch) this.keep(batch);
    return batch;
  }

  /** When the server took a message, in milliseconds since 1970, by its clock; the present time if it holds none. */
  async timeOf(sequence: number): Promise<number> {
    // Sequences begin at 1.
    if (sequence < 1) return Date.now();
    const batch = await this.link.use(({ manager }) => this.#fetch(manager, sequence));
    return batch?.at ?? Date.now();
  }

  /** The messages from one sequence up to another that the stream holds, in order. */
  async between(first: number, last: number): Promise<StoredBatch[]> {
    const wanted = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
    const found = await Promise.all(wanted.map((sequence) => this.at(sequence)));
    return found.filter((batch) => batch !== undefined);
  }

  /** The last message of a process. Only the leader is sure to have it: a replica may know an older one. */
  lastOf(producer: string): Promise<StoredBatch | undefined> {
    const query = { last_by_subj: this.names.subjectOf(producer) };
    return this.link.use(async ({ manager }) =>
      batchOf(await manager.streams.getMessage(this.names.stream, query)),
    );
  }

  /** The first message of a process from a sequence on, also of the leader. */
  nextOf(producer: string, seq: number): Promise<StoredBatch | undefined> {
    const query = { seq, next_by_subj: this.names.subjectOf(producer) };
    return this.link.use(async ({ manager }) =>
      batchOf(await manager.streams.getMessage(this.names.stream, query)),
    );
  }

  async #fetch(manager: JetStreamManager, seq: number): Promise<StoredBatch | undefined> {
    const { stream } = this.names;
    // A replica that answers directly may not have the newest message yet; the leader has.
    const found =
      (await manager.direct.getMessage(stream, { seq })) ??
      (await manager.streams.getMessage(stream, { seq }));
    return batchOf(found);
  }
}

/**
 * The first sequence from `first` up to `last` at which a condition holds that holds from there on; `last + 1` if there is
 * none. Most answers are near `first`, so the steps begin small.
 */
export async function firstWhere(
  first: number,
  last: number,
  holds: (sequence: number) => Promise<boolean>,
): Promise<number> {
  let [low, step] = [first, 1];
  while (low <= last && !(await holds(Math.min(low + step - 1, last)))) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step - 1, last + 1);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (middle <= last && !(await holds(middle))) low = middle + 1;
    else high = middle;
  }
  return low;
}

function batchOf(message: StoredMsg | null): StoredBatch | undefined {
  return message
    ? readBatch({ sequence: message.seq, at: message.time.getTime() }, message.header, message.string())
    : undefined;
}

function sizeOf({ jsons }: StoredBatch): number {
  return jsons.reduce((sum, json) => sum + json.length, OVERHEAD_CHARACTERS);
}
