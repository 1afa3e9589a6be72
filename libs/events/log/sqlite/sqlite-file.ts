import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { prepareReader, type RowReader } from './sqlite-reader.ts';
import type {
  EventRow,
  RowsRequest,
  SqliteCalls,
  SqliteOptions,
  SqliteState,
  StoredRow,
} from './sqlite-protocol.ts';
import { migrate } from './sqlite-schema.ts';

/** Rows that leave at most with one commit, so that a long history leaves in small steps. */
const TRIM_STEP = 1_000;
/** How often events that have grown too old are looked for when nothing is written, in milliseconds. */
const TRIM_EVERY_MS = 60_000;

type Handlers = {
  [C in keyof SqliteCalls]: (argument: SqliteCalls[C]['argument']) => SqliteCalls[C]['result'];
};

/** The database file of a log: one process has it open at a time. */
export class SqliteFile implements Handlers {
  #db: DatabaseSync | undefined;
  #options: SqliteOptions = { path: '', maxEvents: 0, maxAgeMs: 0 };
  #count = 0;
  #start = 0;
  /** When the oldest event was stamped, in milliseconds since 1970. */
  #oldestTime = 0;
  #insert: StatementSync | undefined;
  #reader: RowReader | undefined;
  #timer: NodeJS.Timeout | undefined;

  open(options: SqliteOptions): SqliteState {
    this.#options = options;
    mkdirSync(dirname(options.path), { recursive: true, mode: 0o700 });
    closeSync(openSync(options.path, 'a', 0o600));
    chmodSync(options.path, 0o600);
    const db = new DatabaseSync(options.path);
    this.#db = db;
    // The lock is held until the process ends, however it ends: a second process fails at once.
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    const made = migrate(db);
    this.#insert = db.prepare(
      'INSERT INTO events (id, time, type, tenant, session, tool, json) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#reader = prepareReader(db);
    this.#count = Number(db.prepare('SELECT count(*) AS n FROM events').get()?.['n']);
    this.#start = made.start;
    this.#oldestTime = this.#readOldestTime();
    this.#timer = setInterval(() => this.#inTransaction(() => this.#trim()), TRIM_EVERY_MS);
    const last = db.prepare('SELECT max(id) AS last FROM events').get()?.['last'];
    return { start: made.start, last: Number(last ?? made.start), since: made.since };
  }

  append(rows: EventRow[]): number {
    this.#inTransaction(() => {
      for (const { id, time, type, tenant, session, tool, json } of rows)
        this.#insert?.run(id, time, type, tenant, session, tool, json);
      this.#count += rows.length;
      this.#trim();
    });
    return this.#start;
  }

  read(request: RowsRequest): { rows: StoredRow[]; start: number } {
    return { rows: this.#reader?.(request) ?? [], start: this.#start };
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
    this.#db?.close();
    this.#db = undefined;
  }

  get #opened(): DatabaseSync {
    if (!this.#db) throw new Error('The database is not open');
    return this.#db;
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

  /** Lets the oldest events go that are too many or too old, but none that a checkpoint has still to fold. */
  #trim(): void {
    const oldest = Date.now() - this.#options.maxAgeMs;
    const excess = Math.min(this.#count - this.#options.maxEvents, TRIM_STEP);
    if (excess <= 0 && this.#oldestTime >= oldest) return;
    const db = this.#opened;
    const folded = db.prepare('SELECT min(as_of) AS folded FROM checkpoints').get()?.['folded'];
    const last = db
      .prepare(
        `SELECT max(id) AS last FROM (
           SELECT id, time, row_number() OVER (ORDER BY id) AS place FROM events ORDER BY id LIMIT ${TRIM_STEP}
         ) WHERE (place <= ? OR time < ?) AND id <= ?`,
      )
      .get(excess, oldest, Number(folded ?? Number.MAX_SAFE_INTEGER))?.['last'];
    if (typeof last !== 'number') return;
    this.#count -= Number(db.prepare('DELETE FROM events WHERE id <= ?').run(last).changes);
    this.#start = last;
    db.prepare('UPDATE log SET start = ?').run(last);
    this.#oldestTime = this.#readOldestTime();
  }

  #readOldestTime(): number {
    const time = this.#opened.prepare('SELECT time FROM events ORDER BY id LIMIT 1').get()?.['time'];
    return Number(time ?? Date.now());
  }
}
