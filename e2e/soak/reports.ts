import { relative } from 'node:path';
import type { Failure } from './round.ts';

/** What a runner's report says. */
export interface Outcome {
  passed: number;
  failures: Failure[];
}

interface JestReport {
  numPassedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
}

/** Reads a report of Jest's `--json`. A file that could not run counts as a failure. */
export function readJestReport(report: JestReport): Outcome {
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(process.cwd(), name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (status === 'failed' && failed.length === 0) return [{ test: file, message }];
    return failed.map(({ fullName, failureMessages }) => ({
      test: `${file} › ${fullName}`,
      message: failureMessages.join('\n'),
    }));
  });
  return { passed: report.numPassedTests, failures };
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs?: {
    file: string;
    title: string;
    ok: boolean;
    tests: { results: { error?: { message?: string } }[] }[];
  }[];
}

interface PlaywrightReport extends PlaywrightSuite {
  stats: { expected: number };
  errors: { message?: string }[];
}

/** Reads a report of Playwright's `json` reporter. An error outside of tests counts as a failure. */
export function readPlaywrightReport(report: PlaywrightReport): Outcome {
  const outside = report.errors.map(({ message = '' }) => ({
    test: 'outside of the browser tests',
    message,
  }));
  return { passed: report.stats.expected, failures: [...outside, ...failuresIn(report)] };
}

function failuresIn({ suites = [], specs = [] }: PlaywrightSuite): Failure[] {
  const failed = specs
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => ({
      test: `e2e/browser/${file} › ${title}`,
      message: tests.flatMap(({ results }) => results.map(({ error }) => error?.message ?? '')).join('\n'),
    }));
  return [...failed, ...suites.flatMap(failuresIn)];
}
