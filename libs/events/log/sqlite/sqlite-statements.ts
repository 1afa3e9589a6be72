import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { EventFilter } from '#contract';

/** Statements that are kept ready, by their text: as many as there are shapes of a filter. */
const PREPARED = 64;

/** The statements of a database, prepared once for each shape of request. */
export class PreparedStatements {
  readonly #db: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  get(sql: string): StatementSync {
    let statement = this.#prepared.get(sql);
    if (!statement) {
      if (this.#prepared.size >= PREPARED) this.#prepared.clear();
      statement = this.#db.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}

/** Rows between two others, all of them left out but `upTo`, and what they have to match. */
export interface RowRange {
  after?: number;
  upTo?: number;
  before?: number;
  filter?: EventFilter;
}

/** The condition that a range puts on rows of `events`, and the values that it is asked with. */
export function conditionOn({ after, upTo, before, filter = {} }: RowRange): {
  where: string;
  parameters: SQLInputValue[];
} {
  const conditions: string[] = [];
  const parameters: SQLInputValue[] = [];
  const add = (condition: string, value: SQLInputValue): void => {
    conditions.push(condition);
    parameters.push(value);
  };
  if (after !== undefined) add('id > ?', after);
  if (upTo !== undefined) add('id <= ?', upTo);
  if (before !== undefined) add('id < ?', before);
  const lists = { type: filter.types, tenant: filter.tenants, session: filter.sessions, tool: filter.tools };
  for (const [column, values] of Object.entries(lists))
    if (values) add(`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(values));
  return { where: conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '', parameters };
}
