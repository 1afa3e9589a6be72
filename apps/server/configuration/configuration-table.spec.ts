import { existsSync, readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { configurationRows, configurationTable } from './configuration-table.ts';

const readme = join(dirname(findPackageJSON(import.meta.url) ?? ''), 'README.md');
const table = /^#+ Configuration$.*?^(\| Variable .*?)^$/ms;

/** The first table below the README's heading `Configuration`; undefined when there is no such heading. */
function configurationTableOfReadme(): string | undefined {
  return existsSync(readme) ? table.exec(readFileSync(readme, 'utf8'))?.[1] : undefined;
}

function rowsOf(markdown: string): string[][] {
  const rows = markdown.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('the Configuration chapter of the README', () => {
  it('contains every row of the configuration table', () => {
    expect(rowsOf(configurationTableOfReadme() ?? '')).toEqual(configurationRows());
  });
});

describe('the configuration table', () => {
  it('is a Markdown table', () => {
    expect(rowsOf(configurationTable())).toEqual(configurationRows());
  });

  it('has a row for every variable', () => {
    expect(configurationRows()).toContainEqual([
      '`PORT`',
      '`3000`',
      'The port to listen on; 0 picks a free one.',
    ]);
    expect(configurationRows().map(([name]) => name)).toContain('`CROWSNEST_CONFIG`');
  });
});
