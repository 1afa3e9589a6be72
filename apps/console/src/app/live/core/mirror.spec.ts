import { Mirror } from './mirror.ts';

describe('Mirror', () => {
  const one = { value: 1 };
  const two = { value: 2 };

  it('returns new, changed and removed values', () => {
    const mirror = new Mirror<object>();
    const first = new Map([
      ['a', one],
      ['b', two],
    ]);
    expect(mirror.changes(first, 10)).toEqual({ set: [...first], gone: [], isBehind: false });
    expect(mirror.changes(new Map(first), 10)).toBeUndefined();
    const next = new Map([
      ['a', two],
      ['c', one],
    ]);
    expect(mirror.changes(next, 10)).toEqual({ set: [...next], gone: ['b'], isBehind: false });
  });

  it('returns a limited number of values at a time, and whether more follow', () => {
    const mirror = new Mirror<object>();
    const values = new Map(['a', 'b', 'c'].map((key) => [key, one]));
    const [a, b, c] = [...values];
    expect(mirror.changes(values, 2)).toEqual({ set: [a, b], gone: [], isBehind: true });
    expect(mirror.changes(values, 2)).toEqual({ set: [c], gone: [], isBehind: false });
    expect(mirror.changes(values, 2)).toBeUndefined();
  });
});
