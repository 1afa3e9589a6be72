// Counts the tests of a suite from the report that its runner wrote.
import { readFileSync } from 'node:fs';

/** Counts from a report of Jest's `--json`. A file that could not be run counts as one failure. */
export function countJest(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Counts from a report of Playwright's `json` reporter. An error outside of a test counts as one failure. */
export function countPlaywright({ stats, errors }) {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
}

/** Counts from a report of the conformance suite: each required scenario is a test. */
export function countConformance({ passed, failed }) {
  return { passed, failed, skipped: 0 };
}

/** Reads a report and counts. A suite without a report has failed as a whole. */
export function readCounts(file, count) {
  try {
    return count(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** `N passed, N failed, N skipped`. */
export function formatCounts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
