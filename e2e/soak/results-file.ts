import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Round } from './round.ts';

/** The rounds of one commit, one JSON object per line, so that a stopped soak continues where it was. */
export class ResultsFile {
  readonly path: string;
  /** The folder with the output of each round. */
  readonly folder: string;

  /** Rounds of some suites, chosen by patterns, have their own file. */
  constructor(directory: string, patterns: readonly string[] = []) {
    const part = patterns.map((pattern) => `.${pattern.replace(/[^\w-]+/g, '_')}`).join('');
    const name = `${commitName()}${part}`;
    this.path = join(directory, `${name}.jsonl`);
    this.folder = join(directory, name);
    mkdirSync(this.folder, { recursive: true });
  }

  get rounds(): Round[] {
    if (!existsSync(this.path)) return [];
    const lines = readFileSync(this.path, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as Round);
  }

  add(round: Round): void {
    appendFileSync(this.path, `${JSON.stringify(round)}\n`);
  }
}

/** The commit that is checked out; `-modified` marks changes that are in no commit. */
function commitName(): string {
  const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const isModified = git('status', '--porcelain') !== '';
  return `${git('rev-parse', '--short=12', 'HEAD')}${isModified ? '-modified' : ''}`;
}
