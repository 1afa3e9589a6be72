import type { DatabaseSync } from 'node:sqlite';

/** Rows that leave at most at a time, so that a long history leaves in small steps. */
const TRIM_STEP = 1_000;

/**
 * The last row that should leave now: of those that are too many, or that were stamped before `oldest`
 * (milliseconds since 1970), but none that a checkpoint has still to fold. Undefined when all may stay.
 */
export function lastToLeave(db: DatabaseSync, excess: number, oldest: number): number | undefined {
  const folded = db.prepare('SELECT min(as_of) AS folded FROM checkpoints').get()?.['folded'];
  const last = db
    .prepare(
      `SELECT max(id) AS last FROM (
         SELECT id, time, row_number() OVER (ORDER BY id) AS place FROM events ORDER BY id LIMIT ${TRIM_STEP}
       ) WHERE (place <= ? OR time < ?) AND id <= ?`,
    )
    .get(Math.min(excess, TRIM_STEP), oldest, Number(folded ?? Number.MAX_SAFE_INTEGER))?.['last'];
  return typeof last === 'number' ? last : undefined;
}

/** Lets rows go up to and with `last`, and what lies about them; returns how many. */
export function removeUpTo(db: DatabaseSync, last: number): number {
  const removed = Number(db.prepare('DELETE FROM events WHERE id <= ?').run(last).changes);
  db.prepare('DELETE FROM lost WHERE last <= ?').run(last);
  db.prepare('UPDATE log SET start = ?').run(last);
  return removed;
}
