import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { StateRow } from './sqlite-protocol.ts';

/** Earlier states of projections, as JSON. Since version 7. */
export const STATES = `
  CREATE TABLE states (
    name TEXT NOT NULL,
    as_of INTEGER NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name, as_of)
  ) STRICT;
`;

/** Keeps states and finds them. Retention drops those after which events are missing. */
export class StoredStates {
  readonly #keep: StatementSync;
  readonly #at: StatementSync;
  readonly #oldest: StatementSync;

  constructor(db: DatabaseSync) {
    this.#keep = db.prepare('INSERT OR REPLACE INTO states (name, as_of, value) VALUES (?, ?, ?)');
    const find = 'SELECT as_of, value FROM states WHERE name = ?';
    this.#at = db.prepare(`${find} AND as_of <= ? ORDER BY as_of DESC LIMIT 1`);
    this.#oldest = db.prepare(`${find} ORDER BY as_of LIMIT 1`);
  }

  keep(name: string, { asOf, value }: StateRow): void {
    this.#keep.run(name, asOf, value);
  }

  /** The newest state that includes no event after an id. */
  at(name: string, id: number): StateRow | undefined {
    return rowOf(this.#at.get(name, id));
  }

  oldest(name: string): StateRow | undefined {
    return rowOf(this.#oldest.get(name));
  }
}

function rowOf(row: Record<string, unknown> | undefined): StateRow | undefined {
  return row && { asOf: Number(row['as_of']), value: String(row['value']) };
}
