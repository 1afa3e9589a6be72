import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { ReportedRow } from './report.ts';

const BEGIN = '<!-- results: written by `npm run bench -- --document` -->';
const END = '<!-- end of results -->';

/** Replaces the results in a Markdown file with these rows. Throws if the file has no place for them. */
export function documentResults(file: string, rows: readonly ReportedRow[]): void {
  const text = readFileSync(file, 'utf8');
  const [before, rest] = split(text, BEGIN, file);
  const [, after] = split(rest, END, file);
  writeFileSync(file, `${before}${BEGIN}\n\n${machine()}\n\n${markdownOf(rows)}\n${END}${after}`);
}

function split(text: string, mark: string, file: string): [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`${file} does not hold ${mark}`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

function machine(): string {
  const day = new Date().toISOString().slice(0, 10);
  return `Measured on ${day} with Node.js ${process.versions.node} on ${process.platform}, ${availableParallelism()} cores.`;
}

function markdownOf(rows: readonly ReportedRow[]): string {
  const isCompared = rows.some(({ comparison }) => comparison);
  const header = [
    'Row',
    'Value',
    'Target',
    'Met',
    ...(isCompared ? ['Before', 'Ratio', 'Noise', 'Verdict'] : []),
  ];
  const lines = [header, header.map(() => '---'), ...rows.map((row) => cellsOf(row, isCompared))];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

function cellsOf(row: ReportedRow, isCompared: boolean): string[] {
  const { name, value, target, met, other, comparison } = row;
  const verdict = met === null ? '' : met ? 'met' : '**missed**';
  const cells = [`\`${name}\``, textOf(value), target?.replace('>=', '≥').replace('<=', '≤') ?? '', verdict];
  if (!isCompared) return cells;
  const { ratio = null, noise = null } = comparison ?? {};
  const compared = comparison
    ? [textOf(other), textOf(ratio), noise === null ? '' : `± ${noise}`]
    : ['', '', ''];
  return [...cells, ...compared, comparison?.verdict ?? ''];
}

function textOf(value: number | null | undefined): string {
  return value === null || value === undefined
    ? 'not measured'
    : value.toLocaleString('en-US', { maximumSignificantDigits: 4 });
}
