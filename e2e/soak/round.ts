/**
 * How a round runs: Jest on idle cores, beside busy processes or in shuffled order; Playwright; random input at length;
 * the stream's chaos; the chaos of several instances; the browser suite over several servers; thousands of sessions that
 * agents open through the gateway and abandon.
 */
export const MODES = [
  'idle',
  'loaded',
  'shuffled',
  'browser',
  'fuzz',
  'chaos',
  'cluster',
  'balanced',
  'gateway',
] as const;
export type Mode = (typeof MODES)[number];

/** The number of rounds of each mode. */
export type Plan = Record<Mode, number>;

/** A test that failed, or a run that ended without a report. */
export interface Failure {
  /** The file and the full title of the test. */
  test: string;
  message: string;
}

/** A round as it stands in the results file. */
export interface Round {
  mode: Mode;
  /** The number of the round in its mode, from 1. For chaos: the number of rounds that one run made. */
  number: number;
  /** The seed of the random decisions, and of the order of a shuffled round. */
  seed: number;
  startedAt: string;
  durationMs: number;
  /** The load average of the machine over one minute when the round began. */
  loadAverage: number;
  passed: number;
  failures: Failure[];
}

/** Returns the rounds that still have to run, in order. */
export function roundsToRun(plan: Plan, done: readonly Round[]): Pick<Round, 'mode' | 'number'>[] {
  return MODES.flatMap((mode): Pick<Round, 'mode' | 'number'>[] => {
    const numbers = new Set(done.filter((round) => round.mode === mode).map(({ number }) => number));
    // One run makes all rounds of chaos.
    if (mode === 'chaos')
      return plan.chaos === 0 || numbers.has(plan.chaos) ? [] : [{ mode, number: plan.chaos }];
    const wanted = Array.from({ length: plan[mode] }, (_, index) => index + 1);
    return wanted.filter((number) => !numbers.has(number)).map((number) => ({ mode, number }));
  });
}
