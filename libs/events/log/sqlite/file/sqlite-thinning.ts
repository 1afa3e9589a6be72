import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { joinLines, splitLines } from '../../../encoding/json-lines.ts';
import { rowOf } from './sqlite-ids.ts';

const BATCHES = 'SELECT first, events FROM batches WHERE last >= ? AND first <= ? ORDER BY first';

/** Deletes single events, where those around them stay. The index of blocks may still name what is gone. */
export class Thinning {
  readonly #batches: StatementSync;
  readonly #update: StatementSync;
  readonly #delete: StatementSync;

  constructor(db: DatabaseSync) {
    this.#batches = db.prepare(BATCHES);
    this.#update = db.prepare(
      'UPDATE batches SET first = ?, last = ?, count = ?, events = ? WHERE first = ?',
    );
    this.#delete = db.prepare('DELETE FROM batches WHERE first = ?');
  }

  /** Deletes the events with these ids, which are in order. Returns how many it has found. */
  remove(ids: readonly number[]): number {
    const gone = new Set(ids);
    let removed = 0;
    for (const { first, events } of this.#batches.all(ids[0] ?? 0, ids.at(-1) ?? -1)) {
      const all = splitLines(String(events));
      const stay = all.filter((line) => !gone.has(rowOf(line)));
      if (stay.length < all.length) this.#replace(Number(first), stay);
      removed += all.length - stay.length;
    }
    return removed;
  }

  #replace(first: number, stay: readonly string[]): void {
    const [oldest, newest] = [stay[0], stay.at(-1)];
    if (oldest === undefined || newest === undefined) this.#delete.run(first);
    else this.#update.run(rowOf(oldest), rowOf(newest), stay.length, joinLines(stay), first);
  }
}
