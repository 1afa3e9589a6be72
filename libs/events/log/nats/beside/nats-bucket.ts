import type { KV } from '@nats-io/kv';
import { apiCodeOf, WRONG_LAST_SEQUENCE } from '../connection/nats-api-codes.ts';
import type { NatsClient } from '../connection/nats-client.ts';
import type { NatsLink } from '../connection/nats-link.ts';
import type { NatsNames } from '../nats-names.ts';

/** Milliseconds that a value of several megabytes may take. */
const VALUE_MS = 20_000;
/** Maximum size of a chunk. */
const CHUNK_BYTES = 512 * 1_024;

/** What the log keeps beside its events: a bucket of keys. */
export class NatsBucket {
  readonly #opened = new WeakMap<NatsClient, Promise<KV>>();

  constructor(
    private readonly link: NatsLink,
    private readonly names: NatsNames,
  ) {}

  /** The JSON of a key; undefined if there is none. */
  async read<T>(key: string): Promise<T | undefined> {
    const entry = await this.#use((bucket) => bucket.get(key));
    return entry ? (entry.json() as T) : undefined;
  }

  async write(key: string, value: unknown): Promise<void> {
    await this.#use((bucket) => bucket.put(key, JSON.stringify(value)));
  }

  /**
   * Changes the JSON of a key. `change` gets what is there, and returns the same object to leave it as it is. It is
   * called again if another process has changed the key meanwhile.
   */
  async update<T>(key: string, empty: T, change: (value: T) => T): Promise<T> {
    for (;;) {
      const entry = await this.#use((bucket) => bucket.get(key));
      const before = entry ? (entry.json() as T) : empty;
      const after = change(before);
      if (after === before || (await this.#replace(key, after, entry?.revision ?? 0))) return after;
    }
  }

  /** Stores a large value in chunks; resolves with their number. */
  async writeChunks(key: string, value: string): Promise<number> {
    const bytes = Buffer.from(value);
    const count = Math.max(1, Math.ceil(bytes.length / CHUNK_BYTES));
    const chunk = (index: number) => bytes.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
    const all = Array.from({ length: count }, (_, index) => index);
    await this.#use(
      (bucket) => Promise.all(all.map((index) => bucket.put(`${key}.${index}`, chunk(index)))),
      VALUE_MS,
    );
    return count;
  }

  /** Reads a large value; undefined if it was removed. */
  async readChunks(key: string, count: number): Promise<string | undefined> {
    const all = Array.from({ length: count }, (_, index) => index);
    const read = (bucket: KV) => Promise.all(all.map((index) => bucket.get(`${key}.${index}`)));
    const chunks = (await this.#use(read, VALUE_MS)).filter((entry) => entry !== null);
    return chunks.length < count ? undefined : Buffer.concat(chunks.map(({ value }) => value)).toString();
  }

  /** Removes keys without a trace. A key may end with `.*`, for all below it. */
  async remove(...keys: string[]): Promise<void> {
    const { bucketStream, keySubject } = this.names;
    await this.link.use(({ manager }) =>
      Promise.all(keys.map((key) => manager.streams.purge(bucketStream, { filter: keySubject(key) }))),
    );
  }

  /**
   * Removes a key without a trace, if its JSON and the time when it was written (ms since 1970) are as expected. What
   * another process writes meanwhile stays.
   */
  async removeIf(key: string, isExpected: (value: unknown, at: number) => boolean): Promise<void> {
    const { bucketStream, keySubject } = this.names;
    await this.#use(async (bucket, { manager }) => {
      const entry = await bucket.get(key);
      if (!entry || !isExpected(entry.json(), entry.created.getTime())) return;
      await manager.streams.purge(bucketStream, { filter: keySubject(key), seq: entry.revision + 1 });
    });
  }

  /**
   * The oldest key below another one, such as `ended`, its JSON, and when it was written (ms since 1970); undefined if
   * there is none.
   */
  async oldest(key: string): Promise<{ key: string; json: string; at: number } | undefined> {
    const { bucketStream, keySubject } = this.names;
    const query = { seq: 1, next_by_subj: keySubject(`${key}.*`) };
    const found = await this.#use((_, { manager }) => manager.direct.getMessage(bucketStream, query));
    if (!found) return undefined;
    const { subject, time } = found;
    return { key: subject.slice(keySubject('').length), json: found.string(), at: time.getTime() };
  }

  /** Replaces the revision of a key; resolves with whether it was still the last one. */
  #replace(key: string, value: unknown, revision: number): Promise<boolean> {
    return this.#use(async (bucket) => {
      try {
        await bucket.put(key, JSON.stringify(value), { previousSeq: revision });
        return true;
      } catch (error) {
        if (apiCodeOf(error) === WRONG_LAST_SEQUENCE) return false;
        throw error;
      }
    });
  }

  #use<T>(work: (bucket: KV, client: NatsClient) => Promise<T>, ms?: number): Promise<T> {
    return this.link.use(async (client) => work(await this.#open(client), client), ms);
  }

  /** Once per connection: the bucket may have been deleted meanwhile. */
  #open(client: NatsClient): Promise<KV> {
    const opened = this.#opened.get(client) ?? client.openBucket(this.names.bucket);
    this.#opened.set(client, opened);
    return opened;
  }
}
