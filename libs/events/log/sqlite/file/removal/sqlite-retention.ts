import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { joinLines, splitLines } from '../../../../encoding/json-lines.ts';
import type { StoredAudit } from '../sqlite-audit.ts';
import { rowOf } from '../sqlite-ids.ts';
import type { Batch } from '../sqlite-protocol.ts';

type Extent = Pick<Batch, 'first' | 'last' | 'count' | 'time'>;

/** Approximate number of events that are deleted at a time, so that a long history is trimmed in small steps. */
const STEP = 1_000;

/** The number of deleted events, and the id of the last of them. */
interface Removed {
  last: number;
  count: number;
}

/**
 * Deletes the oldest events: whole batches, and the beginning of a batch where that is needed to keep exactly the
 * maximum.
 */
export class SqliteRetention {
  readonly #db: DatabaseSync;
  readonly #oldest: StatementSync;

  readonly #audit: StoredAudit;

  constructor(db: DatabaseSync, audit: StoredAudit) {
    this.#db = db;
    this.#audit = audit;
    this.#oldest = db.prepare('SELECT first, last, count, time FROM batches ORDER BY first');
  }

  /** When the oldest batch was stamped, in milliseconds since 1970; the present time when there is none. */
  get oldestTime(): number {
    return Number(this.#oldest.get()?.['time'] ?? Date.now());
  }

  /**
   * Deletes `excess` events, and all that were stamped before `oldest` (milliseconds since 1970), but none that a
   * checkpoint does not include yet. Returns what was deleted, or undefined for nothing.
   */
  removeOldest(excess: number, oldest: number): Removed | undefined {
    const { whole, part } = this.#find(excess, oldest);
    const removed = part ? this.#shorten(part, excess - (whole?.count ?? 0), whole) : whole;
    if (removed) this.#removeUpTo(removed.last);
    this.#audit.dropOld();
    return removed;
  }

  /** The batches to delete as a whole, and the batch after them if its beginning must be deleted too. */
  #find(excess: number, oldest: number): { whole?: Removed; part?: Extent } {
    const folded = this.#db.prepare('SELECT min(as_of) AS folded FROM checkpoints').get()?.['folded'];
    const limit = Number(folded ?? Number.MAX_SAFE_INTEGER);
    let whole: Removed | undefined;
    for (const row of this.#oldest.iterate()) {
      const batch = row as unknown as Extent;
      const count = whole?.count ?? 0;
      if (count >= STEP || batch.last > limit) break;
      if (batch.time >= oldest && excess - count < batch.count)
        return { ...(whole && { whole }), ...(excess > count && { part: batch }) };
      whole = { last: batch.last, count: count + batch.count };
    }
    return whole ? { whole } : {};
  }

  /** Deletes the first `count` events of a batch. */
  #shorten({ first }: Extent, count: number, before: Removed | undefined): Removed {
    const row = this.#db.prepare('SELECT events FROM batches WHERE first = ?').get(first);
    const all = splitLines(String(row?.['events']));
    const stay = all.slice(count);
    const last = rowOf(all[count - 1] ?? '');
    this.#audit.keep(all.slice(0, count));
    this.#db
      .prepare('UPDATE batches SET first = ?, count = ?, events = ? WHERE first = ?')
      .run(rowOf(stay[0] ?? ''), stay.length, joinLines(stay), first);
    return { last, count: (before?.count ?? 0) + count };
  }

  #removeUpTo(last: number): void {
    this.#audit.keepUpTo(last);
    this.#db.prepare('DELETE FROM batches WHERE first <= ?').run(last);
    this.#db.prepare('DELETE FROM lost WHERE last <= ?').run(last);
    this.#db.prepare('DELETE FROM states WHERE as_of < ?').run(last);
    this.#db.prepare('UPDATE log SET start = ?').run(last);
  }
}
