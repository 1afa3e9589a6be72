import { EventRing } from './event-ring.ts';

describe('EventRing', () => {
  it('keeps the newest items, and returns those that it drops', () => {
    const ring = new EventRing<number>(3);
    const evicted = [1, 2, 3, 4, 5].map((item) => ring.push(item));
    expect(evicted).toEqual([undefined, undefined, undefined, 1, 2]);
    expect(ring.newest(0, 10)).toEqual([5, 4, 3]);
    expect([ring.size, ring.pushed]).toEqual([3, 5]);
  });

  it('returns a range of items counted from the newest', () => {
    const ring = new EventRing<number>(4);
    for (let item = 1; item <= 9; item += 1) ring.push(item);
    expect(ring.newest(1, 3)).toEqual([8, 7]);
    expect(ring.newest(3, 9)).toEqual([6]);
    expect(ring.newest(4, 9)).toEqual([]);
  });
});
