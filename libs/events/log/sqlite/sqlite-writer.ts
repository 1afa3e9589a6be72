import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EventRow, LostRows, SqliteOptions } from './sqlite-protocol.ts';
import { EventBlocks } from './sqlite-blocks.ts';
import { lastToLeave, removeUpTo } from './sqlite-retention.ts';

/**
 * The part of what is kept that may gather beyond it: events leave together then. One by one, each commit to a full log
 * would have to look for those that are to leave.
 */
const SLACK = 0.001;

/** Adds rows to an open database and lets the oldest go, in transactions that keep all or nothing. */
export class SqliteWriter {
  readonly #db: DatabaseSync;
  readonly #options: SqliteOptions;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #insert: StatementSync;
  readonly #insertLost: StatementSync;
  readonly #blocks: EventBlocks;
  #count: number;
  #start: number;
  /** When the oldest event was stamped, in milliseconds since 1970. */
  #oldestTime: number;

  constructor(db: DatabaseSync, options: SqliteOptions, start: number) {
    this.#db = db;
    this.#options = options;
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    // What a thread had stored when it died before it could say so comes once more.
    this.#insert = db.prepare(
      'INSERT OR IGNORE INTO events (id, time, type, tenant, session, tool, json) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#insertLost = db.prepare('INSERT OR REPLACE INTO lost (position, last) VALUES (?, ?)');
    this.#blocks = new EventBlocks(db);
    this.#count = Number(db.prepare('SELECT count(*) AS n FROM events').get()?.['n']);
    this.#start = start;
    this.#oldestTime = this.#readOldestTime();
  }

  /** The position before the oldest event. */
  get start(): number {
    return this.#start;
  }

  /** Keeps all of it, or throws and keeps none; `check` may throw to have nothing kept. */
  append(rows: readonly EventRow[], lost: readonly LostRows[], check: () => void): void {
    this.#inTransaction(() => {
      for (const row of rows) {
        const { id, time, type, tenant, session, tool, json } = row;
        this.#count += Number(this.#insert.run(id, time, type, tenant, session, tool, json).changes);
        this.#blocks.add(row);
      }
      for (const { after, last } of lost) this.#insertLost.run(after, last);
      this.#trim();
      check();
    });
  }

  /** Lets go what has grown too old while nothing was written. */
  trim(): void {
    this.#inTransaction(() => this.#trim());
  }

  #inTransaction(work: () => void): void {
    const before = { count: this.#count, start: this.#start };
    this.#begin.run();
    try {
      work();
      this.#commit.run();
    } catch (error) {
      this.#count = before.count;
      this.#start = before.start;
      this.#blocks.forget();
      // SQLite has rolled back by itself after some faults, a full disk among them.
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  /** Lets the oldest events go that are too many or too old. */
  #trim(): void {
    const { maxEvents, maxAgeMs } = this.#options;
    const oldest = Date.now() - maxAgeMs;
    const excess = this.#count - maxEvents;
    if (excess <= maxEvents * SLACK && this.#oldestTime >= oldest) return;
    const last = lastToLeave(this.#db, excess, oldest);
    if (last === undefined) return;
    this.#count -= removeUpTo(this.#db, last);
    this.#blocks.removeUpTo(last);
    this.#start = last;
    this.#oldestTime = this.#readOldestTime();
  }

  #readOldestTime(): number {
    const time = this.#db.prepare('SELECT time FROM events ORDER BY id LIMIT 1').get()?.['time'];
    return Number(time ?? Date.now());
  }
}
