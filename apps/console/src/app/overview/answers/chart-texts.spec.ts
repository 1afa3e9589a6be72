import type { SeriesPoint } from '#contract';

import { callsSummary, latencySummary, stepText } from './chart-texts.ts';

const START = new Date(2026, 10, 28, 14, 0).getTime();
const NOW = new Date(2026, 10, 28, 16, 0).getTime();
const point = (minute: number, calls: number, errors: number, p99: number | null): SeriesPoint => ({
  at: new Date(START + minute * 60_000).toISOString(),
  calls,
  errors,
  p50LatencyMs: p99 && p99 / 10,
  p95LatencyMs: p99,
  p99LatencyMs: p99,
});

describe('the words of a chart', () => {
  const shown = { step: 60_000, points: [point(0, 10, 0, 50), point(1, 30, 2, 2_100), point(2, 5, 4, null)] };

  it('say how much there was, and when most', () => {
    expect(callsSummary(shown, NOW)).toBe(
      '14:00:00 – 14:03:00 in steps of 1 m: 45 calls, 6 errors. Most calls at 14:01:00: 30. Most errors at 14:02:00: 4.',
    );
  });

  it('say when calls were slowest', () => {
    expect(latencySummary(shown, NOW)).toContain('p99 highest at 14:01:00: 2.10 s, with p50 210 ms');
  });

  it('say that nothing happened', () => {
    const quiet = { step: 60_000, points: [point(0, 0, 0, null)] };
    expect(callsSummary(quiet, NOW)).toBe('14:00:00 – 14:01:00 in steps of 1 m: 0 calls, 0 errors.');
    expect(latencySummary(quiet, NOW)).toContain('no call succeeded');
  });
});

describe('stepText', () => {
  it.each([
    [200, '200 ms'],
    [15_000, '15 s'],
    [60_000, '1 m'],
    [3_600_000, '1 h'],
  ])('says %i ms as %s', (ms, text) => {
    expect(stepText(ms)).toBe(text);
  });
});
