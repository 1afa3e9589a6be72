import type { CallEnd } from './call-end.ts';
import { stepWeights, trendOf, wholeSteps } from './trend.ts';

const endAt = (at: number): CallEnd => ({ at }) as CallEnd;

describe('trendOf', () => {
  it('counts calls by the step in which they ended, and leaves out those before and after', () => {
    const steps = stepWeights({ from: 10_000, to: 14_000, stepMs: 1_000 });
    const ends = [9_999, 10_000, 10_999, 13_000, 14_000].map(endAt);
    expect(trendOf(ends, steps)).toEqual([2, 0, 0, 1]);
  });

  it('takes an end of a sampled step for as many calls as it stands for', () => {
    const steps = { first: 10, stepMs: 1_000, weights: [1, 25] };
    expect(trendOf([10_000, 11_000, 11_500].map(endAt), steps)).toEqual([1, 50]);
  });
});

describe('wholeSteps', () => {
  it('leaves out the step that lasts, and none of a past range', () => {
    expect(wholeSteps([3, 4, 1], { isLive: true })).toEqual([3, 4]);
    expect(wholeSteps([3, 4, 1], { isLive: false })).toEqual([3, 4, 1]);
  });
});
