import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoggedEvent } from '../../encoding/logged-event.ts';
import type { EventStore } from '../embedded/event-store.ts';
import { MemoryEventStore } from '../embedded/memory-event-store.ts';
import type { RangeRequest } from '../event-log.ts';
import { SqliteEventStore } from './sqlite-event-store.ts';

const RETENTION = { maxEvents: 1_500, maxAgeMs: Infinity };

/** A store in a temporary file and a store in memory, which hold the same events. */
export class StorePair {
  readonly memory = new MemoryEventStore(RETENTION);
  #sqlite: SqliteEventStore;

  private constructor(private readonly folder: string) {
    this.#sqlite = this.#ofFile();
  }

  static async open(): Promise<StorePair> {
    const pair = new StorePair(await mkdtemp(join(tmpdir(), 'crowsnest-stores-')));
    await pair.sqlite.open();
    return pair;
  }

  get sqlite(): SqliteEventStore {
    return this.#sqlite;
  }

  async append(events: readonly LoggedEvent[]): Promise<void> {
    await this.#sqlite.append(events, []);
    await this.memory.append(events);
  }

  /** Closes the file and opens it again. */
  async restart(): Promise<void> {
    await this.#sqlite.close();
    this.#sqlite = this.#ofFile();
    await this.#sqlite.open();
  }

  async close(): Promise<void> {
    await this.#sqlite.close();
    await rm(this.folder, { recursive: true });
  }

  #ofFile(): SqliteEventStore {
    return new SqliteEventStore(join(this.folder, 'events.db'), RETENTION);
  }
}

/** Reads slice by slice, as the log does, until the limit is reached or nothing is left. */
export async function readAll(store: EventStore, request: RangeRequest): Promise<LoggedEvent[]> {
  const { events, rest } = await store.readSlice(request);
  const limit = request.limit - events.length;
  if (rest === undefined || limit <= 0) return events;
  return request.after === undefined
    ? [...(await readAll(store, { ...request, before: rest, limit })), ...events]
    : [...events, ...(await readAll(store, { ...request, after: rest, limit }))];
}
