import { withoutLineEnds, type CrowsnestEvent } from '#contract';

/** Members of the data that have a column of their own; the whole data is in the last one, as JSON. */
const FACTS = ['tool', 'callId', 'durationMs', 'kind', 'code', 'error'] as const;
const COLUMNS = ['id', 'type', 'timestamp', 'tenantId', 'sessionId', ...FACTS, 'data'];
/** What a spreadsheet would take for the beginning of a formula, also as wide characters (OWASP, “CSV Injection”). */
const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/u;

/** The first row: the names of the columns. */
export const CSV_HEAD = rowOf(COLUMNS);

/** An event as a row, as RFC 4180 writes it. */
export function csvRow({ id, type, timestamp, tenantId, sessionId, data }: CrowsnestEvent): string {
  const facts: Record<string, unknown> = { ...data };
  const cells = [id, type, timestamp, tenantId, sessionId, ...FACTS.map((name) => facts[name])];
  return rowOf([...cells, JSON.stringify(data)]);
}

/** Characters that many readers take for the end of a line are written as in JSON. */
function rowOf(cells: readonly unknown[]): string {
  return `${withoutLineEnds(cells.map(cellOf).join(','))}\r\n`;
}

/** Texts come from outside: an apostrophe keeps a spreadsheet from computing one. */
function cellOf(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return '';
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
