import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { ReportedRow } from './report.ts';

const BEGIN = '<!-- results: written by `npm run bench -- --document` -->';
const END = '<!-- end of results -->';
const COMPARED = ['Before', 'Ratio', 'Noise', 'Verdict'];

/**
 * Writes these rows into the results of a Markdown file. Rows that were not measured keep their line; `names` has all
 * rows in the order of the table. Throws if the file has no place for results.
 */
export function documentResults(file: string, rows: readonly ReportedRow[], names: readonly string[]): void {
  const text = readFileSync(file, 'utf8');
  const [before, rest] = split(text, BEGIN, file);
  const [old, after] = split(rest, END, file);
  writeFileSync(file, `${before}${BEGIN}\n\n${machine()}\n\n${markdownOf(rows, old, names)}\n${END}${after}`);
}

function split(text: string, mark: string, file: string): [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`${file} does not hold ${mark}`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

function machine(): string {
  const { versions, platform } = process;
  return `Last measured on ${today()} with Node.js ${versions.node} on ${platform}, ${availableParallelism()} cores.`;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function markdownOf(rows: readonly ReportedRow[], old: string, names: readonly string[]): string {
  const isCompared = rows.some(({ comparison }) => comparison);
  const header = ['Row', 'Value', 'Target', 'Met', ...(isCompared ? COMPARED : []), 'Measured'];
  const measured = rows.map((row) => [row.name, lineOf(cellsOf(row, isCompared))] as const);
  const lines = new Map([...linesOf(old, header.length), ...measured]);
  return [
    lineOf(header),
    lineOf(header.map(() => '---')),
    ...names.flatMap((name) => lines.get(name) ?? []),
  ].join('');
}

/** The lines of a table by the names of their rows; those with another number of cells are of another kind of run. */
function linesOf(table: string, cells: number): [name: string, line: string][] {
  const lines = [...table.matchAll(/^\| `([^`]+)` .*\n/gm)].map(([line, name = '']) => [name, line] as const);
  return lines.filter(([, line]) => line.split('|').length === cells + 2).map(([name, line]) => [name, line]);
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

function cellsOf(row: ReportedRow, isCompared: boolean): string[] {
  const { name, value, target, met, other, comparison } = row;
  const verdict = met === null ? '' : met ? 'met' : '**missed**';
  const cells = [`\`${name}\``, textOf(value), target?.replace('>=', '≥').replace('<=', '≤') ?? '', verdict];
  if (!isCompared) return [...cells, today()];
  const { ratio = null, noise = null } = comparison ?? {};
  const compared = comparison
    ? [textOf(other), textOf(ratio), noise === null ? '' : `± ${noise}`]
    : ['', '', ''];
  return [...cells, ...compared, comparison?.verdict ?? '', today()];
}

function textOf(value: number | null | undefined): string {
  return value === null || value === undefined
    ? 'not measured'
    : value.toLocaleString('en-US', { maximumSignificantDigits: 4 });
}
