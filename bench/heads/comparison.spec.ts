import type { RowSpec } from '../row.ts';
import { compareSamples } from './comparison.ts';

const RATE: RowSpec = { name: 'rate', unit: 'calls', better: 'higher' };
const COST: RowSpec = { name: 'cost', unit: 'µs', better: 'lower' };

describe('compareSamples', () => {
  it('compares the heads round by round, so that a disturbance of both has no effect', () => {
    const { ratio, noise, verdict } = compareSamples(RATE, [110, 55, 220, 11], [100, 50, 200, 10]);
    expect(ratio).toBeCloseTo(1.1);
    expect(noise).toBeCloseTo(0);
    expect(verdict).toBe('better');
  });

  it('judges a lower value better for a row where lower is better', () => {
    expect(compareSamples(COST, [8, 8.1, 7.9], [10, 10, 10]).verdict).toBe('better');
    expect(compareSamples(COST, [12, 12.1, 11.9], [10, 10, 10]).verdict).toBe('worse');
  });

  it('judges two heads the same when their ratio is within the noise', () => {
    expect(compareSamples(RATE, [90, 120, 98, 107], [100, 100, 100, 100]).verdict).toBe('same');
  });

  it('includes the noise of a single round even when the other rounds agree', () => {
    expect(compareSamples(RATE, [90, 90, 130], [100, 100, 100]).verdict).toBe('same');
  });

  it('reports no noise and the verdict "same" for a single round', () => {
    expect(compareSamples(RATE, [200], [100])).toEqual({ ratio: 2, noise: null, verdict: 'same' });
  });

  it('returns no ratio and no verdict when a head measured nothing or zero', () => {
    const nothing = { ratio: null, noise: null, verdict: '' };
    expect(compareSamples(RATE, [1, 2], undefined)).toEqual(nothing);
    expect(compareSamples(COST, [0, 0], [0, 0])).toEqual(nothing);
  });
});
