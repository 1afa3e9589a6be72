import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isAudited } from '#contract';
import { joinLines, splitLines, timestampOfLine, typeOfLine } from '../../../encoding/json-lines.ts';
import { AUDIT_MAX_AGE_MS, AUDIT_MAX_EVENTS } from '../../audit/audit-retention.ts';
import { rowOf } from './sqlite-ids.ts';
import type { ReadLinesRequest, SqliteOptions } from './sqlite-protocol.ts';

/** The audited events that were deleted from the batches, with their JSON. Since version 9. */
export const AUDIT = `
  CREATE TABLE audit (id INTEGER PRIMARY KEY, time INTEGER NOT NULL, event TEXT NOT NULL) STRICT;
`;

/** What admins did, after retention has deleted it from the batches. */
export class StoredAudit {
  readonly #maxAgeMs: number;
  readonly #batches: StatementSync;
  readonly #insert: StatementSync;
  readonly #trimCount: StatementSync;
  readonly #oldest: StatementSync;
  readonly #remove: StatementSync;
  readonly #read: Record<'up' | 'down', StatementSync>;

  constructor(db: DatabaseSync, { auditMaxAgeMs = AUDIT_MAX_AGE_MS }: Partial<SqliteOptions> = {}) {
    this.#maxAgeMs = auditMaxAgeMs;
    this.#batches = db.prepare(
      `SELECT events FROM batches WHERE first <= ? AND instr(events, '"type":"admin:')`,
    );
    this.#insert = db.prepare('INSERT OR REPLACE INTO audit (id, time, event) VALUES (?, ?, ?)');
    this.#trimCount = db.prepare(
      `DELETE FROM audit WHERE id <= (SELECT id FROM audit ORDER BY id DESC LIMIT 1 OFFSET ${AUDIT_MAX_EVENTS})`,
    );
    this.#oldest = db.prepare('SELECT id, time FROM audit ORDER BY id LIMIT 1');
    this.#remove = db.prepare('DELETE FROM audit WHERE id = ?');
    this.#read = { up: db.prepare(selectIn('ASC')), down: db.prepare(selectIn('DESC')) };
  }

  /** Keeps the audited events of the batches that are about to be deleted: those up to an id. */
  keepUpTo(last: number): void {
    for (const { events } of this.#batches.all(last)) this.keep(splitLines(String(events)));
  }

  /** Keeps the audited ones among events that are about to be deleted. */
  keep(lines: readonly string[]): void {
    for (const line of lines)
      if (isAudited(typeOfLine(line))) this.#insert.run(rowOf(line), Date.parse(timestampOfLine(line)), line);
  }

  /** Deletes what there is too much of. It has to count all, so it is not done often. */
  dropExcess(): void {
    this.#trimCount.run();
  }

  /** Deletes what is too old. */
  dropOld(): void {
    const expired = Date.now() - this.#maxAgeMs;
    for (let row = this.#oldest.get(); row && Number(row['time']) < expired; row = this.#oldest.get())
      this.#remove.run(Number(row['id']));
  }

  /** The JSON of the first events of a range that has `after`, or of the last ones, one per line. */
  read({ after, before, limit }: Omit<ReadLinesRequest, 'filter'>): string {
    const range = [after ?? -1, before ?? Number.MAX_SAFE_INTEGER, limit];
    const rows = this.#read[after === undefined ? 'down' : 'up'].all(...range);
    const lines = rows.map(({ event }) => String(event));
    return joinLines(after === undefined ? lines.toReversed() : lines);
  }
}

function selectIn(order: string): string {
  return `SELECT event FROM audit WHERE id > ? AND id < ? ORDER BY id ${order} LIMIT ?`;
}
