import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { joinLines, splitLines } from '../../../encoding/json-lines.ts';
import { rowOf } from './sqlite-ids.ts';
import type { Batch } from './sqlite-protocol.ts';

type Extent = Pick<Batch, 'first' | 'last' | 'count' | 'time'>;

/** Events that leave at a time, about, so that a long history leaves in small steps. */
const STEP = 1_000;

/** How many events have gone, and the id of the last of them. */
interface Gone {
  last: number;
  count: number;
}

/** Lets the oldest events go: whole batches, and the beginning of one where that is needed to keep just enough. */
export class Retention {
  readonly #db: DatabaseSync;
  readonly #oldest: StatementSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#oldest = db.prepare('SELECT first, last, count, time FROM batches ORDER BY first');
  }

  /** When the oldest batch was stamped, in milliseconds since 1970; now when there is none. */
  get oldestTime(): number {
    return Number(this.#oldest.get()?.['time'] ?? Date.now());
  }

  /**
   * Lets events go that are too many, or that were stamped before `oldest` (milliseconds since 1970), but none
   * that a checkpoint has still to fold. How many have gone, and the last of them; undefined when all stay.
   */
  letGo(excess: number, oldest: number): Gone | undefined {
    const { whole, part } = this.#find(excess, oldest);
    const gone = part ? this.#shorten(part, excess - (whole?.count ?? 0), whole) : whole;
    if (gone) this.#removeUpTo(gone.last);
    return gone;
  }

  /** The batches that leave as a whole, and the one after them of which only the beginning is too many. */
  #find(excess: number, oldest: number): { whole?: Gone; part?: Extent } {
    const folded = this.#db.prepare('SELECT min(as_of) AS folded FROM checkpoints').get()?.['folded'];
    const limit = Number(folded ?? Number.MAX_SAFE_INTEGER);
    let whole: Gone | undefined;
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

  /** Takes the first `count` events out of a batch. */
  #shorten({ first }: Extent, count: number, before: Gone | undefined): Gone {
    const row = this.#db.prepare('SELECT events FROM batches WHERE first = ?').get(first);
    const all = splitLines(String(row?.['events']));
    const stay = all.slice(count);
    const last = rowOf(all[count - 1] ?? '');
    this.#db
      .prepare('UPDATE batches SET first = ?, count = ?, events = ? WHERE first = ?')
      .run(rowOf(stay[0] ?? ''), stay.length, joinLines(stay), first);
    return { last, count: (before?.count ?? 0) + count };
  }

  #removeUpTo(last: number): void {
    this.#db.prepare('DELETE FROM batches WHERE first <= ?').run(last);
    this.#db.prepare('DELETE FROM lost WHERE last <= ?').run(last);
    this.#db.prepare('UPDATE log SET start = ?').run(last);
  }
}
