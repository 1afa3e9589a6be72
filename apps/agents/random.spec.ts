import { Random } from './random.ts';

describe('Random', () => {
  const draw = (seed: number): number[] => {
    const random = new Random(seed);
    return Array.from({ length: 1_000 }, () => random.next());
  };

  it('returns the same numbers for the same seed, and different numbers for another seed', () => {
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('spreads its numbers between 0 and 1', () => {
    const numbers = draw(3);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(numbers.reduce((sum, number) => sum + number, 0) / numbers.length).toBeCloseTo(0.5, 1);
  });

  it('draws whole numbers that include both bounds', () => {
    const random = new Random(4);
    const seen = new Set(Array.from({ length: 200 }, () => random.whole(1, 3)));
    expect(seen).toEqual(new Set([1, 2, 3]));
  });
});
