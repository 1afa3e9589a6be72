import { orderParameter, type TableColumn } from '../analysis/tables/table-order.ts';

/** A column of the table of tools that it is sorted by. */
export type ToolColumn =
  'tool' | 'calls' | 'errors' | 'error-rate' | 'in-flight' | 'p50' | 'p95' | 'p99' | 'definition';

/** The columns that sort the table, in their order. */
export const TOOL_COLUMNS: readonly TableColumn<ToolColumn>[] = [
  { column: 'tool', label: 'Tool', text: true, class: 'name' },
  { column: 'calls', label: 'Calls' },
  { column: 'errors', label: 'Errors', class: 'from-80' },
  { column: 'error-rate', label: 'Error rate' },
  { column: 'in-flight', label: 'In flight', class: 'from-40' },
  { column: 'p50', label: 'p50', class: 'from-80' },
  { column: 'p95', label: 'p95', class: 'from-40' },
  { column: 'p99', label: 'p99' },
  { column: 'definition', label: 'Definition', class: 'from-80' },
];

/** The order of the table in the URL. */
export const TOOL_ORDER = orderParameter<ToolColumn>(TOOL_COLUMNS, { column: 'calls', descending: true });
