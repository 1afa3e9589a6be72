import type { SeriesPoint } from '#contract';

import { errorRises, nextRise } from './error-rises.ts';

const START = Date.parse('2026-11-22T08:00:00.000Z');

function points(...errors: number[]): SeriesPoint[] {
  const latency = { p50LatencyMs: null, p95LatencyMs: null, p99LatencyMs: null };
  return errors.map((count, index) => ({
    at: new Date(START + index * 1_000).toISOString(),
    calls: 100,
    errors: count,
    ...latency,
  }));
}

const places = (...errors: number[]): number[] =>
  errorRises(points(...errors)).map(({ at }) => (Date.parse(at) - START) / 1_000);

describe('errorRises', () => {
  it('marks the first error after none, and a rise over what was usual', () => {
    expect(places(0, 0, 1, 0, 0)).toEqual([2]);
    expect(places(4, 5, 4, 5, 4, 12, 4)).toEqual([0, 5]);
  });

  it('marks nothing while errors stay as they are, or become fewer', () => {
    expect(places(0, 0, 0)).toEqual([]);
    expect(places(5, 5, 6, 5, 4)).toEqual([0]);
  });

  it('marks points in a row once', () => {
    expect(places(0, 0, 3, 20, 60, 0)).toEqual([2]);
  });
});

describe('nextRise', () => {
  const rises = errorRises(points(0, 1, 0, 0, 0, 0, 0, 9));

  it('is the first one after a moment, and the first of all after the last', () => {
    expect(nextRise(rises, START)).toBe(START + 1_000);
    expect(nextRise(rises, START + 1_000)).toBe(START + 7_000);
    expect(nextRise(rises, START + 7_000)).toBe(START + 1_000);
  });

  it('is null without any', () => {
    expect(nextRise([], START)).toBeNull();
  });
});
