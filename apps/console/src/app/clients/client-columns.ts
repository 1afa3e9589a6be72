import { orderParameter, type TableColumn } from '../analysis/tables/table-order.ts';
import type { ClientRow } from './client-rows.ts';

/** A column by which the table of clients can be sorted. */
export type ClientColumn = 'client' | 'sessions' | 'calls' | 'error-rate' | 'p95' | 'mcp' | 'first' | 'last';

/** The sortable columns, in order. */
export const CLIENT_COLUMNS: readonly TableColumn<ClientColumn>[] = [
  { column: 'client', label: 'Client', text: true, class: 'name' },
  { column: 'sessions', label: 'Sessions', class: 'from-40' },
  { column: 'calls', label: 'Calls' },
  { column: 'error-rate', label: 'Error rate' },
  { column: 'p95', label: 'p95', class: 'from-40' },
  { column: 'first', label: 'First seen', class: 'from-80' },
  { column: 'last', label: 'Last seen', class: 'from-60' },
  { column: 'mcp', label: 'MCP', text: true, class: 'from-40' },
];

/** The order of the table in the URL. */
export const CLIENT_ORDER = orderParameter<ClientColumn>(CLIENT_COLUMNS, {
  column: 'calls',
  descending: true,
});

/** Returns the value of a client in a column. */
export function valueOf(row: ClientRow, column: ClientColumn): string | number | null {
  switch (column) {
    case 'client':
      return nameOf(row);
    case 'sessions':
      return row.sessions.length;
    case 'error-rate':
      return row.calls === 0 ? null : row.errors / row.calls;
    case 'p95':
      return row.p95LatencyMs;
    case 'mcp':
      return row.revisions[0] ?? '';
    default:
      return row[column];
  }
}

/** Returns the name of a client with its version. */
export function nameOf({ name, version }: ClientRow): string {
  return `${name} ${version}`;
}
