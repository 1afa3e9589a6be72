import type { DatabaseSync } from 'node:sqlite';
import type { RowsRequest, StoredRow } from './sqlite-protocol.ts';
import { conditionOn, PreparedStatements } from './sqlite-statements.ts';

export type RowReader = (request: RowsRequest) => StoredRow[];

/** A reader of pages, oldest row first. */
export function prepareReader(db: DatabaseSync): RowReader {
  const statements = new PreparedStatements(db);
  return (request) => {
    const { where, parameters } = conditionOn(request);
    const order = request.after === undefined ? 'DESC' : 'ASC';
    const statement = statements.get(
      `SELECT id, type, json FROM events ${where} ORDER BY id ${order} LIMIT ?`,
    );
    const rows = statement.all(...parameters, request.limit) as unknown as StoredRow[];
    return request.after === undefined ? rows.toReversed() : rows;
  };
}
