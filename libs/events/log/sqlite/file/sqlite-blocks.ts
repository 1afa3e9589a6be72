import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Number of consecutive ids in a block. */
export const BLOCK = 256;

/**
 * Records which sessions and tools have events in which block of ids. Since version 3. An index would add an entry for
 * every event; this table has one per block, so most commits add nothing to it. The index by `block` finds the entries
 * to delete together with their events.
 */
export const BLOCKS = `
  CREATE TABLE event_blocks (
    name TEXT NOT NULL,
    block INTEGER NOT NULL,
    PRIMARY KEY (name, block)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX event_blocks_by_block ON event_blocks (block);
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

export function nameOfSession(session: string): string {
  return `s:${session}`;
}

export function nameOfTool(tool: string): string {
  return `t:${tool}`;
}

/** Keeps `event_blocks` up to date as events are added and removed. */
export class EventBlocks {
  readonly #insert: StatementSync;
  readonly #remove: StatementSync;
  #block = -1;
  /** The names that are already recorded for the current block. */
  readonly #names = new Set<string>();

  constructor(db: DatabaseSync) {
    // IGNORE: after a restart in the middle of a block, its recorded names are not known.
    this.#insert = db.prepare('INSERT OR IGNORE INTO event_blocks (name, block) VALUES (?, ?)');
    this.#remove = db.prepare('DELETE FROM event_blocks WHERE block < ?');
  }

  /**
   * Records the names for the block of an id. Events of the server itself have an empty session, which counts as any
   * other.
   */
  add(id: number, names: readonly string[]): void {
    const block = blockOf(id);
    if (block !== this.#block) {
      this.forget();
      this.#block = block;
    }
    for (const name of names) this.#note(name);
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
    this.#remove.run(blockOf(last + 1));
  }

  #note(name: string): void {
    if (this.#names.has(name)) return;
    this.#insert.run(name, this.#block);
    this.#names.add(name);
  }
}
