import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { RowsRequest, StoredRow } from './sqlite-protocol.ts';

export type RowReader = (request: RowsRequest) => StoredRow[];

/** Statements that are kept ready, by their text: as many as there are shapes of a filter. */
const PREPARED = 64;

/** A reader of pages; statements are prepared once for each shape of request. */
export function prepareReader(db: DatabaseSync): RowReader {
  const prepared = new Map<string, StatementSync>();
  return (request) => {
    const { sql, parameters } = queryFor(request);
    let statement = prepared.get(sql);
    if (!statement) {
      if (prepared.size >= PREPARED) prepared.clear();
      statement = db.prepare(sql);
      prepared.set(sql, statement);
    }
    const rows = statement.all(...parameters) as unknown as StoredRow[];
    return request.after === undefined ? rows.toReversed() : rows;
  };
}

function queryFor({ after, before, limit, filter = {} }: RowsRequest): {
  sql: string;
  parameters: SQLInputValue[];
} {
  const conditions: string[] = [];
  const parameters: SQLInputValue[] = [];
  const where = (condition: string, ...values: SQLInputValue[]): void => {
    conditions.push(condition);
    parameters.push(...values);
  };
  if (after !== undefined) where('id > ?', after);
  if (before !== undefined) where('id < ?', before);
  const lists = { type: filter.types, tenant: filter.tenants, session: filter.sessions, tool: filter.tools };
  for (const [column, values] of Object.entries(lists))
    if (values) where(`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(values));
  const clause = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  const order = after === undefined ? 'DESC' : 'ASC';
  parameters.push(limit);
  return { sql: `SELECT id, type, json FROM events ${clause} ORDER BY id ${order} LIMIT ?`, parameters };
}
