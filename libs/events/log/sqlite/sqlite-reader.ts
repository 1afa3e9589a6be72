import type { DatabaseSync } from 'node:sqlite';
import { walkBlocks } from './sqlite-block-walk.ts';
import type { FoundRows, RowsRequest, StoredRow } from './sqlite-protocol.ts';
import { conditionOn, PreparedStatements } from './sqlite-statements.ts';

export type RowReader = (request: RowsRequest) => FoundRows;

/** A reader of pages, oldest row first. */
export function prepareReader(db: DatabaseSync): RowReader {
  const statements = new PreparedStatements(db);
  return (request) => {
    const isUp = request.after !== undefined;
    const found: StoredRow[] = [];
    const rest = walkBlocks(statements, request, isUp ? 'up' : 'down', (piece) => {
      const { where, parameters } = conditionOn(piece);
      const statement = statements.get(
        `SELECT id, type, json FROM events ${where} ORDER BY id ${isUp ? 'ASC' : 'DESC'} LIMIT ?`,
      );
      const rows = statement.all(...parameters, request.limit - found.length) as unknown as StoredRow[];
      for (const row of rows) found.push(row);
      return found.length >= request.limit;
    });
    return { rows: isUp ? found : found.toReversed(), ...(rest !== undefined && { rest }) };
  };
}
