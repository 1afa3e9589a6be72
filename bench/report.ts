import { writeFileSync } from 'node:fs';
import type { Row } from './row.ts';

const COLUMNS = ['name', 'value', 'unit', 'target', 'met'] as const;

/** The rows as one table. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [[...COLUMNS], ...rows.map(cellsOf)];
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines
    .map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

/** Keeps the rows, with the misses among them, for whoever compares runs. */
export function writeResults(file: string, rows: readonly Row[]): void {
  writeFileSync(file, `${JSON.stringify({ rows }, null, 2)}\n`);
}

function cellsOf({ name, value, unit, target, met }: Row): string[] {
  const verdict = met === null ? '' : met ? 'met' : 'MISSED';
  return [name, value === null ? 'not measured' : String(value), unit, target ?? '', verdict];
}
