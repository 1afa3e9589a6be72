import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { RowFramer } from './sqlite-framer.ts';
import { prepareReader, type RowReader } from './sqlite-reader.ts';
import type {
  EventRow,
  FramedRows,
  FramesRequest,
  LostRows,
  RowsRequest,
  SqliteCalls,
  SqliteOptions,
  SqliteState,
  StoredRow,
} from './sqlite-protocol.ts';
import { FilePlace } from './sqlite-place.ts';
import { lastToLeave, removeUpTo } from './sqlite-retention.ts';
import { migrate } from './sqlite-schema.ts';

/** How often events that have grown too old are looked for when nothing is written, in milliseconds. */
const TRIM_EVERY_MS = 60_000;

type Handlers = {
  [C in keyof SqliteCalls]: (argument: SqliteCalls[C]['argument']) => SqliteCalls[C]['result'];
};

/** The database file of a log: one process has it open at a time. */
export class SqliteFile implements Handlers {
  #db: DatabaseSync | undefined;
  #options: SqliteOptions = { path: '', maxEvents: 0, maxAgeMs: 0 };
  #place = new FilePlace('');
  #count = 0;
  #start = 0;
  /** When the oldest event was stamped, in milliseconds since 1970. */
  #oldestTime = 0;
  #insert: StatementSync | undefined;
  #insertLost: StatementSync | undefined;
  /** The file was found gone from its place. */
  #hasLeft = false;
  #reader: RowReader | undefined;
  #framer: RowFramer | undefined;
  #timer: NodeJS.Timeout | undefined;

  open(options: SqliteOptions): SqliteState {
    this.#options = options;
    this.#place = new FilePlace(options.path);
    this.#place.prepare();
    const db = new DatabaseSync(options.path);
    try {
      return this.#take(db);
    } catch (error) {
      this.#db = undefined;
      db.close();
      throw error;
    }
  }

  append({ rows, lost }: { rows: EventRow[]; lost: LostRows[] }): number {
    // Where the last attempt has found its file gone, or the one before it could not be opened.
    if (!this.#db) this.open(this.#options);
    if (this.#hasLeft) this.#putBack();
    this.#inTransaction(() => {
      for (const { id, time, type, tenant, session, tool, json } of rows)
        this.#count += Number(this.#insert?.run(id, time, type, tenant, session, tool, json).changes);
      for (const { after, last } of lost) this.#insertLost?.run(after, last);
      this.#trim();
      this.#hasLeft = this.#place.isLeft;
      this.#place.require();
    });
    return this.#start;
  }

  read(request: RowsRequest): { rows: StoredRow[]; start: number } {
    return { rows: this.#reader?.(request) ?? [], start: this.#start };
  }

  readFrames(request: FramesRequest): FramedRows & { start: number } {
    if (!this.#framer) throw new Error('The database is not open');
    return { ...this.#framer.read(request), start: this.#start };
  }

  has(id: number): boolean {
    return this.#opened.prepare('SELECT 1 FROM events WHERE id = ?').get(id) !== undefined;
  }

  loadCheckpoint(name: string): { asOf: number; value: string } | undefined {
    const row = this.#opened.prepare('SELECT as_of, value FROM checkpoints WHERE name = ?').get(name);
    return row && { asOf: Number(row['as_of']), value: String(row['value']) };
  }

  saveCheckpoint({ name, asOf, value }: { name: string; asOf: number; value: string }): undefined {
    this.#opened
      .prepare('INSERT OR REPLACE INTO checkpoints (name, as_of, value) VALUES (?, ?, ?)')
      .run(name, asOf, value);
  }

  close(): undefined {
    clearInterval(this.#timer);
    if (this.#db && this.#place.isLeft) this.#place.putBack(this.#db);
    this.#db?.close();
    this.#db = undefined;
  }

  get #opened(): DatabaseSync {
    if (!this.#db) throw new Error('The database is not open');
    return this.#db;
  }

  #take(db: DatabaseSync): SqliteState {
    // The lock is held until the process ends, however it ends: a second process fails at once.
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    const { start, since } = migrate(db);
    this.#place.settle();
    // What a thread had stored when it died before it could say so comes once more.
    this.#insert = db.prepare(
      'INSERT OR IGNORE INTO events (id, time, type, tenant, session, tool, json) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#insertLost = db.prepare('INSERT OR REPLACE INTO lost (position, last) VALUES (?, ?)');
    this.#reader = prepareReader(db);
    this.#framer = new RowFramer(db);
    this.#db = db;
    this.#hasLeft = false;
    this.#start = start;
    this.#count = Number(db.prepare('SELECT count(*) AS n FROM events').get()?.['n']);
    this.#oldestTime = this.#readOldestTime();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#trimWhenIdle(), TRIM_EVERY_MS);
    const last = db.prepare('SELECT max(id) AS last FROM events').get()?.['last'];
    const lost = db.prepare('SELECT position AS after, last FROM lost').all() as unknown as LostRows[];
    return { start, last: Number(last ?? start), since, lost };
  }

  /** Nothing is lost with a file that was deleted: it is still open, and a copy takes its place. */
  #putBack(): void {
    const db = this.#opened;
    if (this.#place.isLeft) {
      this.#place.putBack(db);
      this.#db = undefined;
      db.close();
      this.open(this.#options);
    }
    this.#hasLeft = false;
  }

  #trimWhenIdle(): void {
    try {
      this.#inTransaction(() => this.#trim());
    } catch {
      // A full disk, for one: the next commit finds it and says so.
    }
  }

  #inTransaction(work: () => void): void {
    const db = this.#opened;
    const before = { count: this.#count, start: this.#start };
    db.exec('BEGIN IMMEDIATE');
    try {
      work();
      db.exec('COMMIT');
    } catch (error) {
      this.#count = before.count;
      this.#start = before.start;
      // SQLite has rolled back by itself after some faults, a full disk among them.
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }

  /** Lets the oldest events go that are too many or too old. */
  #trim(): void {
    const oldest = Date.now() - this.#options.maxAgeMs;
    const excess = this.#count - this.#options.maxEvents;
    if (excess <= 0 && this.#oldestTime >= oldest) return;
    const last = lastToLeave(this.#opened, excess, oldest);
    if (last === undefined) return;
    this.#count -= removeUpTo(this.#opened, last);
    this.#start = last;
    this.#oldestTime = this.#readOldestTime();
  }

  #readOldestTime(): number {
    const time = this.#opened.prepare('SELECT time FROM events ORDER BY id LIMIT 1').get()?.['time'];
    return Number(time ?? Date.now());
  }
}
