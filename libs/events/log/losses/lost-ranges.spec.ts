import type { EventId } from '#contract';
import { LostRanges, MAX_LOST_RANGES, missingAfter, type LostRange } from './lost-ranges.ts';

const id = (number: number) => String(number) as EventId;
const time = (number: number): string => new Date(number * 1_000).toISOString();
/** A range of events that are one second apart. */
const range = (after: number, last: number, missing: number | null = last - after): LostRange => ({
  after: id(after),
  last: id(last),
  from: time(after + 1),
  to: time(last),
  missing,
});
const all = (lost: LostRanges): LostRange[] => {
  const ranges: LostRange[] = [];
  for (let next = lost.after(id(0)); next; next = lost.after(next.last)) ranges.push(next);
  return ranges;
};

describe('LostRanges', () => {
  it('merges a range with those that it touches or encloses, with times and number', () => {
    const lost = new LostRanges([range(10, 20)]);
    expect(lost.add(range(30, 40))).toEqual([range(30, 40)]);
    expect(lost.add(range(20, 25))).toEqual([range(10, 25)]);
    expect(lost.add(range(9, 50, 16))).toEqual([range(9, 50, 41)]);
    expect(all(lost)).toEqual([range(9, 50, 41)]);
  });

  it('knows no number for a merged range if one of its parts has none', () => {
    const lost = new LostRanges([range(10, 20, null)]);
    expect(lost.add(range(20, 25))).toEqual([range(10, 25, null)]);
  });

  it('finds the first range that ends after a position', () => {
    const lost = new LostRanges([range(30, 40), range(10, 20)]);
    expect(lost.after(id(5))).toEqual(range(10, 20));
    expect(lost.after(id(15))).toEqual(range(10, 20));
    expect(lost.after(id(20))).toEqual(range(30, 40));
    expect(lost.after(id(40))).toBeUndefined();
    expect([lost.endsWith(id(20)), lost.endsWith(id(19))]).toEqual([true, false]);
  });

  it('merges the two oldest ranges beyond its maximum', () => {
    const lost = new LostRanges();
    for (let number = 0; number < MAX_LOST_RANGES; number += 1) lost.add(range(10 * number, 10 * number + 5));
    const newest = range(10 * MAX_LOST_RANGES, 10 * MAX_LOST_RANGES + 5);
    expect(lost.add(newest)).toEqual([range(0, 15, null), newest]);
    for (let number = 1; number <= 500; number += 1)
      lost.add(range(10 * (MAX_LOST_RANGES + number), 10 * (MAX_LOST_RANGES + number) + 5));
    expect(all(lost)).toHaveLength(MAX_LOST_RANGES);
    expect(all(lost).slice(0, 2)).toEqual([range(0, 5_015, null), range(5_020, 5_025)]);
  });

  it('counts the rest of a range after a position if its ids are consecutive', () => {
    const { from, to } = range(10, 20);
    expect(missingAfter(range(10, 20), id(7), null)).toEqual({ from, to, missing: 10 });
    expect(missingAfter(range(10, 20), id(14), null)).toEqual({ from, to, missing: 6 });
    expect(missingAfter(range(10, 20, 9), id(14), null)).toEqual({ from, to, missing: null });
  });
});
