import { paint } from './paint.ts';
import { printable } from './printable.ts';

/** A column: its title and the text of its cell in a row. Numbers are aligned to the right. */
export interface Column<Row> {
  title: string;
  cell: (row: Row) => string | number;
}

/** The lines of a table: the titles, and a line for each row. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[] {
  const cells = rows.map((row) => columns.map(({ cell }) => cell(row)));
  const texts = cells.map((line) => line.map(textOf));
  const widths = columns.map(({ title }, at) =>
    Math.max(title.length, ...texts.map((line) => line[at]!.length)),
  );
  const lineOf = (line: readonly string[], isNumber: (at: number) => boolean): string =>
    line.map((text, at) => (isNumber(at) ? text.padStart(widths[at]!) : text.padEnd(widths[at]!))).join('  ');
  const isNumberColumn = (at: number): boolean => typeof cells[0]?.[at] === 'number';
  const head = columns.map(({ title }) => title);
  return [
    paint('dim', lineOf(head, isNumberColumn).trimEnd()),
    ...texts.map((line) => lineOf(line, isNumberColumn).trimEnd()),
  ];
}

function textOf(cell: string | number): string {
  return typeof cell === 'number' ? cell.toLocaleString('en') : printable(cell);
}
