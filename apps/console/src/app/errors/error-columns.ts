import { orderParameter, type TableColumn } from '../analysis/tables/table-order.ts';
import type { ErrorGroup } from './error-groups.ts';

/** A column by which the table of errors can be sorted. */
export type ErrorColumn = 'message' | 'kind' | 'count' | 'sessions' | 'clients' | 'first' | 'last';

/** The sortable columns, in order. */
export const ERROR_COLUMNS: readonly TableColumn<ErrorColumn>[] = [
  { column: 'message', label: 'Tool and message', text: true, class: 'name' },
  { column: 'kind', label: 'Kind', text: true },
  { column: 'count', label: 'Count' },
  { column: 'sessions', label: 'Sessions', class: 'from-40' },
  { column: 'clients', label: 'Clients', class: 'from-60' },
  { column: 'first', label: 'First seen', class: 'from-60' },
  { column: 'last', label: 'Last seen', class: 'from-40' },
];

/** The order of the table in the URL. */
export const ERROR_ORDER = orderParameter<ErrorColumn>(ERROR_COLUMNS, { column: 'count', descending: true });

/** Returns the value of a group in a column. */
export function valueOf(group: ErrorGroup, column: ErrorColumn): string | number {
  switch (column) {
    case 'message':
      return nameOf(group);
    case 'count':
      return group.calls.length;
    default:
      return group[column];
  }
}

/** Returns the name of a group. */
export function nameOf({ tool, message }: ErrorGroup): string {
  return `${tool} ${message}`;
}
