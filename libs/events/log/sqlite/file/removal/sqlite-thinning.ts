import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { joinLines, splitLines } from '../../../../encoding/json-lines.ts';
import { overwriting } from './overwriting.ts';
import { rowOf } from '../sqlite-ids.ts';

/** The batch that would hold an event. */
const BATCH = 'SELECT first, last, events FROM batches WHERE first <= ? ORDER BY first DESC LIMIT 1';

/** Deletes single events, where those around them stay. The index of blocks may still name what is gone. */
export class Thinning {
  readonly #db: DatabaseSync;
  readonly #batch: StatementSync;
  readonly #update: StatementSync;
  readonly #delete: StatementSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#batch = db.prepare(BATCH);
    this.#update = db.prepare(
      'UPDATE batches SET first = ?, last = ?, count = ?, events = ? WHERE first = ?',
    );
    this.#delete = db.prepare('DELETE FROM batches WHERE first = ?');
  }

  /**
   * Deletes the events with these ids, which are in order. Returns how many it has found. What stays moves, and its old bytes
   * are overwritten: an erasure that comes later would not find them.
   */
  remove(ids: readonly number[]): number {
    return overwriting(this.#db, () => this.#removeEach(ids));
  }

  #removeEach(ids: readonly number[]): number {
    const gone = new Set(ids);
    let removed = 0;
    // Only batches that hold one of them are read: between two there may be most of the log.
    for (let next: number | undefined = ids[0]; next !== undefined;) {
      const batch = this.#batch.get(next);
      const last = Math.max(next, Number(batch?.['last'] ?? 0));
      if (batch) removed += this.#thin(Number(batch['first']), splitLines(String(batch['events'])), gone);
      next = ids.find((id) => id > last);
    }
    return removed;
  }

  #thin(first: number, lines: readonly string[], gone: ReadonlySet<number>): number {
    const stay = lines.filter((line) => !gone.has(rowOf(line)));
    if (stay.length < lines.length) this.#replace(first, stay);
    return lines.length - stay.length;
  }

  #replace(first: number, stay: readonly string[]): void {
    const [oldest, newest] = [stay[0], stay.at(-1)];
    if (oldest === undefined || newest === undefined) this.#delete.run(first);
    else this.#update.run(rowOf(oldest), rowOf(newest), stay.length, joinLines(stay), first);
  }
}
