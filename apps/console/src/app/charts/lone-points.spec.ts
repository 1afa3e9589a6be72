import { lonePoints } from './lone-points.ts';

describe('lonePoints', () => {
  it('are the values with nothing before and after them, also at the ends', () => {
    expect(lonePoints([7, null, 3, 4, null, 9, null, 0])).toEqual([0, 5, 7]);
    expect(lonePoints([5])).toEqual([0]);
  });

  it('are none in a line without gaps, and none without values', () => {
    expect(lonePoints([1, 2, 3])).toEqual([]);
    expect(lonePoints([null, undefined, null])).toEqual([]);
  });
});
