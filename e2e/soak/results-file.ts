import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Round } from './round.ts';

/** The rounds of one commit, one JSON object a line, so that a soak that was stopped goes on where it was. */
export class ResultsFile {
  readonly path: string;
  /** Holds the output of each round. */
  readonly folder: string;

  /** Rounds of a part of the suites, chosen by patterns, have a file of their own. */
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
