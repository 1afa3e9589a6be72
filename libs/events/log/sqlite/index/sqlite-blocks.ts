import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Number of consecutive ids in a block. */
export const BLOCK = 256;

/**
 * Records which sessions, tools and event types have events in which block of ids. Since version 3, with event types
 * since version 8. An index would add an entry for every event; this table has one per block, so most commits add
 * nothing to it. The index by `block` finds the entries to delete together with their events.
 */
export const BLOCKS = `
  CREATE TABLE event_blocks (
    name TEXT NOT NULL,
    block INTEGER NOT NULL,
    PRIMARY KEY (name, block)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX event_blocks_by_block ON event_blocks (block);
`;

/**
 * The times between which the events of a block were stamped, in milliseconds since 1970. Since version 8. A clock may
 * step back, so the order of blocks says nothing about their times.
 */
export const BLOCK_TIMES = `
  CREATE TABLE block_times (
    block INTEGER PRIMARY KEY,
    earliest INTEGER NOT NULL,
    latest INTEGER NOT NULL
  ) STRICT;
`;

/** Fills the blocks from the events of a log that has none yet. */
export const FILL_BLOCKS = `
  INSERT INTO event_blocks SELECT DISTINCT 's:' || session, id / ${BLOCK} FROM events;
  INSERT INTO event_blocks SELECT DISTINCT 't:' || tool, id / ${BLOCK} FROM events WHERE tool IS NOT NULL;
`;

/** The block that an id belongs to. Not a bit shift: ids have more than 32 bits. */
export function blockOf(id: number): number {
  return Math.floor(id / BLOCK);
}

/** The name of a session in the index of blocks. */
export function nameOfSession(session: string): string {
  return `s:${session}`;
}

/** The name of a tool in the index of blocks. */
export function nameOfTool(tool: string): string {
  return `t:${tool}`;
}

/** The name of a type in the index of blocks. */
export function nameOfType(type: string): string {
  return `y:${type}`;
}

/** What is recorded of consecutive events within one block. */
export interface IndexedEvents {
  /** The id of the first one. */
  first: number;
  /** The names of their sessions, tools and event types. */
  names: string[];
  /** The times between which they were stamped, in milliseconds since 1970. */
  earliest: number;
  latest: number;
}

/** Keeps `event_blocks` and `block_times` up to date as events are added and removed. */
export class EventBlocks {
  readonly #insert: StatementSync;
  readonly #remove: StatementSync;
  readonly #widen: StatementSync;
  readonly #removeTimes: StatementSync;
  #block = -1;
  /** The names that are already recorded for the current block. */
  readonly #names = new Set<string>();

  constructor(db: DatabaseSync) {
    // IGNORE: after a restart in the middle of a block, its recorded names are not known.
    this.#insert = db.prepare('INSERT OR IGNORE INTO event_blocks (name, block) VALUES (?, ?)');
    this.#remove = db.prepare('DELETE FROM event_blocks WHERE block < ?');
    this.#widen = db.prepare(`
      INSERT INTO block_times (block, earliest, latest) VALUES (?, ?, ?)
      ON CONFLICT (block) DO UPDATE SET
        earliest = min(earliest, excluded.earliest), latest = max(latest, excluded.latest)
    `);
    this.#removeTimes = db.prepare('DELETE FROM block_times WHERE block < ?');
  }

  /**
   * Records the names and times of a batch for its block. Events of the server itself have an empty session, which
   * counts as any other.
   */
  add({ first, names, earliest, latest }: IndexedEvents): void {
    const block = blockOf(first);
    if (block !== this.#block) {
      this.forget();
      this.#block = block;
    }
    for (const name of names) this.#note(name);
    this.#widen.run(block, earliest, latest);
  }

  /** Forgets the recorded names, because the transaction that wrote them was rolled back. */
  forget(): void {
    this.#names.clear();
  }

  /**
   * Removes the blocks of deleted events, up to and including `last`. Keeps the block of the next id: it may still get
   * events.
   */
  removeUpTo(last: number): void {
    const kept = blockOf(last + 1);
    this.#remove.run(kept);
    this.#removeTimes.run(kept);
  }

  #note(name: string): void {
    if (this.#names.has(name)) return;
    this.#insert.run(name, this.#block);
    this.#names.add(name);
  }
}
