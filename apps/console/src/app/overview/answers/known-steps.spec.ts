import type { SeriesPoint } from '#contract';

import { knownSteps } from './known-steps.ts';

describe('knownSteps', () => {
  const at = (second: number): number => Date.UTC(2026, 10, 22, 8, 0, second);
  const points = [0, 10, 20].map((second): SeriesPoint => {
    const latency = { p50LatencyMs: 1, p95LatencyMs: 2, p99LatencyMs: 3 };
    return { at: new Date(at(second)).toISOString(), calls: 5, errors: 1, ...latency };
  });
  const callsAt = (moment: number): number[] =>
    knownSteps({ step: 10_000, points }, moment, at(25)).points.map(({ calls }) => calls);

  it('has nothing of a step that is not over, as live charts', () => {
    expect(callsAt(at(0))).toEqual([0, 0, 0]);
    expect(callsAt(at(19))).toEqual([5, 0, 0]);
    expect(callsAt(at(20))).toEqual([5, 5, 0]);
    expect(knownSteps({ step: 10_000, points }, at(9), at(25)).points[0]?.p99LatencyMs).toBeNull();
  });

  it('has all steps at the end of a range, which may cut the last one', () => {
    expect(callsAt(at(24))).toEqual([5, 5, 0]);
    expect(callsAt(at(25))).toEqual([5, 5, 5]);
  });
});
