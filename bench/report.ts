import { writeFileSync } from 'node:fs';
import type { HeadComparison } from './heads/comparison.ts';
import type { Row } from './row.ts';

/** A row, with the same row of another head if two were compared. */
export interface ReportedRow extends Row {
  /** null if the other head could not measure it. */
  other?: number | null;
  comparison?: HeadComparison;
}

const COLUMNS = ['name', 'value', 'unit', 'target', 'met'];
const COMPARED_COLUMNS = ['name', 'this', 'other', 'ratio', '± noise', 'verdict', 'target', 'met', 'unit'];

/** Formats the rows as one table. */
export function tableOf(rows: readonly ReportedRow[]): string {
  const isCompared = rows.some(({ comparison }) => comparison);
  const lines = isCompared ? [COMPARED_COLUMNS, ...rows.map(comparedCells)] : [COLUMNS, ...rows.map(cells)];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) => line.map((cell, column) => cell.padEnd(widths?.[column] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

/** Writes the rows, and which of them missed their targets, to a file for comparing runs. */
export function writeResults(file: string, rows: readonly ReportedRow[]): void {
  writeFileSync(file, `${JSON.stringify({ rows }, null, 2)}\n`);
}

function cells(row: ReportedRow): string[] {
  return [row.name, figure(row.value), row.unit, row.target ?? '', metOf(row)];
}

function comparedCells(row: ReportedRow): string[] {
  const { name, value, other, comparison, target, unit } = row;
  const { ratio = null, noise = null, verdict = '' } = comparison ?? {};
  const numbers = [figure(value), figure(other ?? null), ratio === null ? '' : String(ratio)];
  return [name, ...numbers, noise === null ? '' : String(noise), verdict, target ?? '', metOf(row), unit];
}

function figure(value: number | null): string {
  return value === null ? 'not measured' : String(value);
}

function metOf({ met }: Row): string {
  if (met === null) return '';
  return met ? 'met' : 'MISSED';
}
