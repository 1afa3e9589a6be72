import { roundsToRun, type Failure, type Mode, type Round } from './round.ts';
import { failedTests, summarize } from './summary.ts';

function round(mode: Mode, number: number, failures: Failure[] = []): Round {
  const startedAt = '2026-11-28T01:00:00.000Z';
  return {
    mode,
    number,
    seed: 100 + number,
    startedAt,
    durationMs: 30_000,
    loadAverage: 0.5,
    passed: 10,
    failures,
  };
}

const flaky = { test: 'log.spec.ts › recovers', message: 'Waited 5 ms\nexpected\nreceived\nstack' };
const rare = { test: 'admin.spec.ts › signs in', message: 'refused' };

describe('the summary of a soak', () => {
  it('counts rounds, passed tests and minutes of each mode that ran', () => {
    expect(summarize([round('idle', 1), round('idle', 2), round('browser', 1)])).toBe(
      [
        'idle      2 rounds, 0 failed, 20 tests passed, 1.0 min',
        'browser   1 rounds, 0 failed, 10 tests passed, 0.5 min',
        'No test failed.',
      ].join('\n'),
    );
  });

  it('lists each test that ever failed, with the number of failures, their modes and seeds', () => {
    const rounds = [
      round('idle', 1, [flaky]),
      round('idle', 2),
      round('shuffled', 1, [rare, flaky]),
      round('shuffled', 2, [flaky]),
    ];
    expect(failedTests(rounds).map(({ test }) => test)).toEqual([flaky.test, rare.test]);
    const text = summarize(rounds);
    expect(text).toContain('idle      2 rounds, 1 failed');
    expect(text).toContain('2 tests failed at least once:');
    expect(text).toContain(
      `  ${flaky.test}\n    1 of 2 idle (seeds 101); 2 of 2 shuffled (seeds 101, 102)\n    Waited 5 ms\n    expected\n    received`,
    );
    expect(text).not.toContain('stack');
  });
});

describe('the rounds that a soak still has to run', () => {
  const plan = {
    idle: 2,
    loaded: 1,
    shuffled: 0,
    browser: 1,
    fuzz: 0,
    chaos: 80,
    cluster: 0,
    balanced: 0,
    gateway: 0,
  };

  it('are the whole plan when nothing has run', () => {
    expect(roundsToRun(plan, []).map(({ mode, number }) => `${mode} ${number}`)).toEqual([
      'idle 1',
      'idle 2',
      'loaded 1',
      'browser 1',
      'chaos 80',
    ]);
  });

  it('leave out those in the results file, including failed ones', () => {
    const done = [round('idle', 1, [flaky]), round('browser', 1), round('chaos', 80)];
    expect(roundsToRun(plan, done).map(({ mode, number }) => `${mode} ${number}`)).toEqual([
      'idle 2',
      'loaded 1',
    ]);
  });
});
