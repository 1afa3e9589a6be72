import { changeText } from './change-text.ts';

const point = (calls: number) => ({
  at: new Date(0).toISOString(),
  calls,
  errors: 0,
  p50LatencyMs: null,
  p95LatencyMs: null,
  p99LatencyMs: null,
});
const minutes = (...calls: number[]) => ({ step: 60_000, points: calls.map(point) });
const tenOf = (calls: number): number[] => Array<number>(10).fill(calls);

describe('changeText', () => {
  it('compares the last five minutes with the ten before', () => {
    expect(changeText(minutes(...tenOf(10), 15, 15, 15, 15, 15))).toBe('▲ 50% in 5 minutes');
    expect(changeText(minutes(...tenOf(10), 0, 0, 0, 0, 0))).toBe('▼ 100% in 5 minutes');
    expect(changeText(minutes(...tenOf(10), 10, 10, 10, 10, 10))).toBe('steady for 15 minutes');
  });

  it('says nothing of a handful of calls', () => {
    expect(changeText(minutes(...tenOf(1), 9, 9, 9, 9, 9))).toBeNull();
    expect(changeText(null)).toBeNull();
  });
});
