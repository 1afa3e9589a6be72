import type { AggregatedResult, Config, TestContext } from '@jest/reporters';
import { SEED } from './random.ts';

/** Prints how to repeat the random decisions and the order of a failed run. */
export default class SeedReporter {
  readonly #order: string;

  constructor({ randomize, seed }: Config.GlobalConfig) {
    this.#order = randomize ? ` --randomize --seed=${seed}` : '';
  }

  onRunComplete(
    _contexts: Set<TestContext>,
    { numFailedTests, numFailedTestSuites }: AggregatedResult,
  ): void {
    // Jest decides only after its reporters whether the run was a success.
    if (numFailedTests === 0 && numFailedTestSuites === 0) return;
    process.stderr.write(`\nTo repeat this run: SEED=${SEED} npm test --${this.#order}\n`);
  }
}
