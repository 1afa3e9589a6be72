import { MODES, type Mode, type Round } from './round.ts';

interface FailedTest {
  test: string;
  /** Number of rounds in which it failed, by mode. */
  failed: Map<Mode, number>;
  message: string;
}

/** The results of the rounds as text: a line for each mode, then every test that ever failed. */
export function summarize(rounds: readonly Round[]): string {
  const modes = MODES.map((mode) => rounds.filter((round) => round.mode === mode)).filter(
    ({ length }) => length,
  );
  const lines = modes.map(modeLine);
  const failed = failedTests(rounds);
  if (failed.length === 0) return [...lines, 'No test failed.'].join('\n');
  return [
    ...lines,
    `${failed.length} tests failed at least once:`,
    ...failed.map((test) => failureLines(test, rounds)),
  ].join('\n');
}

/** Every test that failed in a round, the most frequent first. */
export function failedTests(rounds: readonly Round[]): FailedTest[] {
  const tests = new Map<string, FailedTest>();
  for (const { mode, failures } of rounds)
    for (const { test, message } of failures) {
      const known = tests.get(test) ?? { test, failed: new Map<Mode, number>(), message };
      known.failed.set(mode, (known.failed.get(mode) ?? 0) + 1);
      tests.set(test, known);
    }
  return [...tests.values()].toSorted((a, b) => timesOf(b) - timesOf(a) || a.test.localeCompare(b.test));
}

function timesOf({ failed }: FailedTest): number {
  return [...failed.values()].reduce((sum, times) => sum + times, 0);
}

function modeLine(rounds: readonly Round[]): string {
  const failed = rounds.filter(({ failures }) => failures.length > 0).length;
  const minutes = rounds.reduce((sum, { durationMs }) => sum + durationMs, 0) / 60_000;
  const passed = rounds.reduce((sum, round) => sum + round.passed, 0);
  const name = (rounds[0]?.mode ?? '').padEnd(8);
  return `${name}  ${rounds.length} rounds, ${failed} failed, ${passed} tests passed, ${minutes.toFixed(1)} min`;
}

function failureLines({ test, failed, message }: FailedTest, rounds: readonly Round[]): string {
  const often = Array.from(failed, ([mode, times]) => {
    const all = rounds.filter((round) => round.mode === mode);
    const seeds = all.filter(({ failures }) => failures.some((failure) => failure.test === test));
    return `${times} of ${all.length} ${mode} (seeds ${seeds.map(({ seed }) => seed).join(', ')})`;
  });
  return `  ${test}\n    ${often.join('; ')}\n    ${message.trim().split('\n').slice(0, 3).join('\n    ')}`;
}
