import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ReportedRow } from './report.ts';
import { documentResults } from './results-document.ts';

const row = (name: string, value: number): ReportedRow => ({
  name,
  value,
  unit: 'ms',
  target: '<= 10',
  met: value <= 10,
});

describe('documentResults', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'crowsnest-bench-'));
    file = join(folder, 'measurements.md');
    writeFileSync(
      file,
      'Before.\n<!-- results: written by `npm run bench -- --document` -->\n<!-- end of results -->\nAfter.\n',
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The names and values of the table. */
  const table = (): string[] =>
    [...readFileSync(file, 'utf8').matchAll(/^\| `(.*?)` \| (.*?) \|/gm)].map(
      ([, name, value]) => `${name} ${value}`,
    );
  const NAMES = ['first', 'second', 'third'];

  it('writes the rows in their order, with target, verdict and day', () => {
    documentResults(file, [row('third', 30), row('first', 1)], NAMES);
    expect(table()).toEqual(['first 1', 'third 30']);
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/\| `third` \| 30 \| ≤ 10 \| \*\*missed\*\* \| \d{4}-\d\d-\d\d \|/);
    expect(text).toMatch(/^Before\.\n[^]*\nAfter\.\n$/);
  });

  it('keeps the lines of rows that were not measured again, and none of rows that are no more', () => {
    documentResults(file, [row('first', 1), row('second', 2), row('gone', 9)], [...NAMES, 'gone']);
    documentResults(file, [row('third', 3), row('second', 22)], NAMES);
    expect(table()).toEqual(['first 1', 'second 22', 'third 3']);
  });

  it('names a file without a place for results', () => {
    writeFileSync(file, 'Nothing.');
    expect(() => documentResults(file, [], NAMES)).toThrow(/measurements\.md does not hold/);
  });
});
