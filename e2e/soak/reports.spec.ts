import { join } from 'node:path';
import { readJestReport, readPlaywrightReport } from './reports.ts';

describe('the report of a round', () => {
  it('of Jest names failed tests by file and full title', () => {
    const tests = [
      { status: 'passed', fullName: 'a log opens', failureMessages: [] },
      { status: 'failed', fullName: 'a log closes', failureMessages: ['Not closed'] },
    ];
    const name = join(process.cwd(), 'e2e/log.spec.ts');
    const report = {
      numPassedTests: 1,
      testResults: [{ name, status: 'failed', message: 'all', assertionResults: tests }],
    };
    expect(readJestReport(report)).toEqual({
      passed: 1,
      failures: [{ test: 'e2e/log.spec.ts › a log closes', message: 'Not closed' }],
    });
  });

  it('of Jest counts a file that could not run as a failure', () => {
    const name = join(process.cwd(), 'e2e/log.spec.ts');
    const broken = { name, status: 'failed', message: 'Cannot find module', assertionResults: [] };
    expect(readJestReport({ numPassedTests: 0, testResults: [broken] }).failures).toEqual([
      { test: 'e2e/log.spec.ts', message: 'Cannot find module' },
    ]);
  });

  it('of Playwright names failed tests of nested suites, and errors outside of tests', () => {
    const spec = {
      file: 'outages/outage.spec.ts',
      title: 'tries now',
      ok: false,
      tests: [{ results: [{ error: { message: 'disabled' } }] }],
    };
    const report = {
      stats: { expected: 3 },
      errors: [{ message: 'no browser' }],
      suites: [{ suites: [{ specs: [spec] }] }],
    };
    expect(readPlaywrightReport(report)).toEqual({
      passed: 3,
      failures: [
        { test: 'outside of the browser tests', message: 'no browser' },
        { test: 'e2e/browser/outages/outage.spec.ts › tries now', message: 'disabled' },
      ],
    });
  });
});
