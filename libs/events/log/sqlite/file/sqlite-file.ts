import { DatabaseSync } from 'node:sqlite';
import { holdsId } from '../../../encoding/json-lines.ts';
import type {
  Batch,
  FoundLines,
  LinePage,
  LostRows,
  PageRequest,
  ReadLinesRequest,
  SqliteCalls,
  SqliteOptions,
  SqliteState,
} from './sqlite-protocol.ts';
import { FilePlace } from './sqlite-place.ts';
import { BatchReader } from './sqlite-reader.ts';
import { migrate, requireOurs } from './sqlite-schema.ts';
import { SqliteWriter } from './sqlite-writer.ts';

/** How often events that have grown too old are looked for when nothing is written, in milliseconds. */
const TRIM_EVERY_MS = 60_000;

type Handlers = {
  [C in keyof SqliteCalls]: (argument: SqliteCalls[C]['argument']) => SqliteCalls[C]['result'];
};

/** A database that is open, and those who write and read it. */
interface OpenDatabase {
  db: DatabaseSync;
  writer: SqliteWriter;
  reader: BatchReader;
}

/** The database file of a log: one process has it open at a time. */
export class SqliteFile implements Handlers {
  #open: OpenDatabase | undefined;
  #options: SqliteOptions = { path: '', maxEvents: 0, maxAgeMs: 0 };
  #place = new FilePlace('');
  /** The file was found gone from its place. */
  #hasLeft = false;
  #timer: NodeJS.Timeout | undefined;

  open(options: SqliteOptions): SqliteState {
    this.#options = options;
    this.#place = new FilePlace(options.path);
    this.#place.prepare();
    const db = new DatabaseSync(options.path);
    try {
      return this.#take(db);
    } catch (error) {
      this.#open = undefined;
      db.close();
      throw error;
    }
  }

  append({ batches, lost }: { batches: Batch[]; lost: LostRows[] }): number {
    // Where the last attempt has found its file gone, or the one before it could not be opened.
    if (!this.#open) this.open(this.#options);
    if (this.#hasLeft) this.#putBack();
    const { writer } = this.#opened;
    writer.append(batches, lost, () => this.#requirePlace());
    return writer.start;
  }

  read(request: ReadLinesRequest): FoundLines & { start: number } {
    const { reader, writer } = this.#opened;
    return { ...reader.read(request), start: writer.start };
  }

  readPage(request: PageRequest): LinePage & { start: number } {
    const { reader, writer } = this.#opened;
    return { ...reader.readPage(request), start: writer.start };
  }

  has(id: number): boolean {
    const batch = this.#opened.db
      .prepare('SELECT events FROM batches WHERE first <= ? ORDER BY first DESC LIMIT 1')
      .get(id);
    return batch !== undefined && holdsId(String(batch['events']), String(id));
  }

  loadCheckpoint(name: string): { asOf: number; value: string } | undefined {
    const row = this.#opened.db.prepare('SELECT as_of, value FROM checkpoints WHERE name = ?').get(name);
    return row && { asOf: Number(row['as_of']), value: String(row['value']) };
  }

  saveCheckpoint({ name, asOf, value }: { name: string; asOf: number; value: string }): undefined {
    this.#opened.db
      .prepare('INSERT OR REPLACE INTO checkpoints (name, as_of, value) VALUES (?, ?, ?)')
      .run(name, asOf, value);
  }

  close(): undefined {
    clearInterval(this.#timer);
    const db = this.#open?.db;
    this.#open = undefined;
    if (db && this.#place.isLeft) this.#place.putBack(db);
    db?.close();
  }

  get #opened(): OpenDatabase {
    if (!this.#open) throw new Error('The database is not open');
    return this.#open;
  }

  #take(db: DatabaseSync): SqliteState {
    // The lock is held until the process ends, however it ends: a second process fails at once.
    db.exec('PRAGMA locking_mode = EXCLUSIVE;');
    requireOurs(db);
    // From here on the file is a log, and ours to change.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    const { start, since } = migrate(db);
    this.#place.settle();
    this.#hasLeft = false;
    const writer = new SqliteWriter(db, this.#options, start);
    this.#open = { db, writer, reader: new BatchReader(db) };
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#trimWhenIdle(), TRIM_EVERY_MS).unref();
    const lost = db
      .prepare('SELECT position AS after, last, "from", "to", missing FROM lost ORDER BY position')
      .all() as unknown as LostRows[];
    return { start, last: writer.last, since, lost };
  }

  #requirePlace(): void {
    this.#hasLeft = this.#place.isLeft;
    if (this.#hasLeft) throw this.#place.leftError;
  }

  /** Nothing is lost with a file that was deleted: it is still open, and a copy takes its place. */
  #putBack(): void {
    const { db } = this.#opened;
    if (this.#place.isLeft) {
      this.#place.putBack(db);
      this.#open = undefined;
      db.close();
      this.open(this.#options);
    }
    this.#hasLeft = false;
  }

  #trimWhenIdle(): void {
    try {
      this.#open?.writer.trim();
    } catch {
      // A full disk, for one: the next commit finds it and says so.
    }
  }
}
