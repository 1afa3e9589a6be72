import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Consecutive ids that are one block. */
export const BLOCK = 256;

/**
 * Which sessions and tools have events in which block of ids. Since version 3. An entry for a block, where an index of
 * the events would have one for each: most commits then add nothing to it. By `block`, entries leave with their events.
 */
export const BLOCKS = `
  CREATE TABLE event_blocks (
    name TEXT NOT NULL,
    block INTEGER NOT NULL,
    PRIMARY KEY (name, block)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX event_blocks_by_block ON event_blocks (block);
`;

/** Fills the blocks from the events of a log that had none. */
export const FILL_BLOCKS = `
  INSERT INTO event_blocks SELECT DISTINCT 's:' || session, id / ${BLOCK} FROM events;
  INSERT INTO event_blocks SELECT DISTINCT 't:' || tool, id / ${BLOCK} FROM events WHERE tool IS NOT NULL;
`;

/** The block that an id lies in. Ids have more bits than a shift keeps. */
export function blockOf(id: number): number {
  return Math.floor(id / BLOCK);
}

export function nameOfSession(session: string): string {
  return `s:${session}`;
}

export function nameOfTool(tool: string): string {
  return `t:${tool}`;
}

/** Keeps the blocks as events come and go. */
export class EventBlocks {
  readonly #insert: StatementSync;
  readonly #remove: StatementSync;
  #block = -1;
  /** What is known to be written down for the block that events are added to. */
  readonly #names = new Set<string>();

  constructor(db: DatabaseSync) {
    // After a restart in the middle of a block, what is written down for it is not known.
    this.#insert = db.prepare('INSERT OR IGNORE INTO event_blocks (name, block) VALUES (?, ?)');
    this.#remove = db.prepare('DELETE FROM event_blocks WHERE block < ?');
  }

  /** Notes what the block has that an id lies in. Events of the server itself have an empty session like any other. */
  add(id: number, names: readonly string[]): void {
    const block = blockOf(id);
    if (block !== this.#block) {
      this.forget();
      this.#block = block;
    }
    for (const name of names) this.#note(name);
  }

  /** A transaction was rolled back: what it wrote down is gone. */
  forget(): void {
    this.#names.clear();
  }

  /** Events have left up to and with `last`. The block of the next id stays, as more events may come into it. */
  removeUpTo(last: number): void {
    this.#remove.run(blockOf(last + 1));
  }

  #note(name: string): void {
    if (this.#names.has(name)) return;
    this.#insert.run(name, this.#block);
    this.#names.add(name);
  }
}
