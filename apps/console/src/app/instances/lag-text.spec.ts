import { lagText, lagTone } from './lag-text.ts';

describe('lagText', () => {
  it('tells how far an instance is behind, as far as that is known', () => {
    expect(lagText({ events: 0, ms: 0 })).toBe('nothing');
    expect(lagText({ events: 1, ms: 40 })).toBe('1 event · 40 ms');
    expect(lagText({ events: 1_200, ms: 3_000 })).toBe('1,200 events · 3.00 s');
    expect(lagText({ events: null, ms: 40 })).toBe('40 ms');
    expect(lagText(undefined)).toBe('not heard of');
  });

  it('marks an instance that is slow, or of which nothing was heard', () => {
    expect([{ events: 9, ms: 40 }, { events: 9, ms: 1_000 }, undefined].map(lagTone)).toEqual([
      null,
      'slow',
      'slow',
    ]);
  });
});
