import type { EventId } from '#contract';
import { LostRanges } from './lost-ranges.ts';

const range = (after: number, last: number) => ({
  after: String(after) as EventId,
  last: String(last) as EventId,
});

describe('LostRanges', () => {
  it('merges a range with those that it touches or encloses', () => {
    const lost = new LostRanges([range(10, 20)]);
    expect(lost.add(range(30, 40))).toEqual(range(30, 40));
    expect(lost.add(range(20, 25))).toEqual(range(10, 25));
    expect(lost.add(range(9, 50))).toEqual(range(9, 50));
    expect(lost.after('0' as EventId)).toEqual(range(9, 50));
  });

  it('finds the first range that ends after a position', () => {
    const lost = new LostRanges([range(30, 40), range(10, 20)]);
    expect(lost.after('5' as EventId)).toEqual(range(10, 20));
    expect(lost.after('15' as EventId)).toEqual(range(10, 20));
    expect(lost.after('20' as EventId)).toEqual(range(30, 40));
    expect(lost.after('40' as EventId)).toBeUndefined();
    expect([lost.endsWith('20' as EventId), lost.endsWith('19' as EventId)]).toEqual([true, false]);
  });
});
