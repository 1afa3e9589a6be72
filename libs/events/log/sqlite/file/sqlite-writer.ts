import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { joinLines, splitLines } from '../../../encoding/json-lines.ts';
import type { Batch, LostRows, SqliteOptions } from './sqlite-protocol.ts';
import { EventBlocks } from '../index/sqlite-blocks.ts';
import { rowOf } from './sqlite-ids.ts';
import { StoredAudit } from './sqlite-audit.ts';
import { StoredPayloads } from './removal/sqlite-payloads.ts';
import { SqliteRetention } from './removal/sqlite-retention.ts';
import { Thinning } from './removal/sqlite-thinning.ts';
import { StoredSessions } from '../index/sqlite-sessions.ts';

/**
 * The share of `maxEvents` that may accumulate beyond the maximum before events are deleted, many at once. Otherwise
 * every commit to a full log would have to find the events to delete.
 */
const SLACK = 0.001;

/** What the file holds. Restored when a transaction is rolled back. */
interface Held {
  start: number;
  last: number;
  count: number;
  /** When the oldest batch was stamped, in milliseconds since 1970. */
  oldestTime: number;
}

/** Adds batches to an open database and deletes the oldest events, in transactions. */
export class SqliteWriter {
  readonly #db: DatabaseSync;
  readonly #options: SqliteOptions;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #insert: StatementSync;
  readonly #removeLost: StatementSync;
  readonly #insertLost: StatementSync;
  readonly #blocks: EventBlocks;
  readonly #sessions: StoredSessions;
  readonly #retention: SqliteRetention;
  readonly #audit: StoredAudit;
  readonly #payloads: StoredPayloads;
  readonly #thinning: Thinning;
  #held: Held;

  constructor(db: DatabaseSync, options: SqliteOptions, start: number) {
    this.#db = db;
    this.#options = options;
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#insert = db.prepare(
      'INSERT INTO batches (first, last, count, time, events) VALUES (?, ?, ?, ?, ?)',
    );
    this.#removeLost = db.prepare('DELETE FROM lost WHERE position >= ? AND last <= ?');
    this.#insertLost = db.prepare(
      'INSERT OR REPLACE INTO lost (position, last, "from", "to", missing) VALUES (?, ?, ?, ?, ?)',
    );
    this.#blocks = new EventBlocks(db);
    this.#sessions = new StoredSessions(db);
    this.#audit = new StoredAudit(db, options);
    this.#retention = new SqliteRetention(db, this.#audit);
    this.#payloads = new StoredPayloads(db);
    this.#thinning = new Thinning(db);
    const held = db.prepare('SELECT max(last) AS last, total(count) AS count FROM batches').get();
    this.#held = {
      start,
      last: Number(held?.['last'] ?? start),
      count: Number(held?.['count']),
      oldestTime: this.#retention.oldestTime,
    };
  }

  /** The position before the oldest event. */
  get start(): number {
    return this.#held.start;
  }

  /** The id of the newest event, or the position before the first. */
  get last(): number {
    return this.#held.last;
  }

  /** Stores everything, or throws and stores nothing. `check` may throw to roll back. */
  append(batches: readonly Batch[], lost: readonly LostRows[], check: () => void): void {
    this.#inTransaction(() => {
      for (const batch of batches) this.#add(batch);
      for (const range of lost) this.#addLost(range);
      this.#trim();
      this.#expirePayloads();
      check();
    });
  }

  /** Deletes single events, whose ids are in order, and records what is no longer whole. */
  drop(ids: readonly number[], lost: readonly LostRows[]): void {
    this.#inTransaction(() => {
      for (const range of lost) this.#addLost(range);
      this.#held.count -= this.#thinning.remove(ids);
      this.#held.oldestTime = this.#retention.oldestTime;
    });
  }

  /** Deletes events that expired while nothing was written. */
  trim(): void {
    this.#inTransaction(() => {
      this.#trim();
      this.#audit.dropOld();
      this.#audit.dropExcess();
    });
  }

  /** Takes the payloads out of all events that are old enough. */
  expireAllPayloads(): void {
    while (!this.#inTransaction(() => this.#expirePayloads()));
  }

  #add(batch: Batch): void {
    const { last } = this.#held;
    // A thread may die after it has stored a batch and before it answers: that batch is then sent again.
    if (batch.last <= last) return;
    const { first, time, lines, count } = batch.first > last ? batch : newOf(batch, last);
    this.#insert.run(first, batch.last, count, time, lines);
    this.#blocks.add({ ...batch, first });
    this.#sessions.apply(batch.sessions);
    this.#held.last = batch.last;
    this.#held.count += count;
  }

  /** Records a range of lost events; it replaces the ranges that it encloses. */
  #addLost({ after, last, from, to, missing }: LostRows): void {
    this.#removeLost.run(after, last);
    this.#insertLost.run(after, last, from, to, missing);
  }

  #inTransaction<T>(work: () => T): T {
    const before = { ...this.#held };
    this.#begin.run();
    try {
      const result = work();
      this.#commit.run();
      return result;
    } catch (error) {
      this.#held = before;
      this.#blocks.forget();
      this.#payloads.forget();
      // After some faults, such as a full disk, SQLite has already rolled back by itself.
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  /** Takes the payloads out of the next events that are old enough; returns whether none is left. */
  #expirePayloads(): boolean {
    const { maxAgeMs, payloadMaxAgeMs = maxAgeMs } = this.#options;
    return payloadMaxAgeMs >= maxAgeMs || this.#payloads.expire(Date.now() - payloadMaxAgeMs).isDone;
  }

  /** Deletes the oldest events once there are more than `maxEvents`, or they are older than `maxAgeMs`. */
  #trim(): void {
    const { maxEvents, maxAgeMs } = this.#options;
    const oldest = Date.now() - maxAgeMs;
    const excess = this.#held.count - maxEvents;
    if (excess <= maxEvents * SLACK && this.#held.oldestTime >= oldest) return;
    const removed = this.#retention.removeOldest(excess, oldest);
    if (!removed) return;
    this.#sessions.removeUnreferenced(removed.last);
    this.#blocks.removeUpTo(removed.last);
    this.#held.count -= removed.count;
    this.#held.start = removed.last;
    this.#held.oldestTime = this.#retention.oldestTime;
  }
}

/** The part of a batch that comes after an id. */
function newOf(batch: Batch, last: number): Batch {
  const lines = splitLines(batch.lines).filter((line) => rowOf(line) > last);
  return { ...batch, first: rowOf(lines[0] ?? ''), count: lines.length, lines: joinLines(lines) };
}
