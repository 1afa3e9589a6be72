import { compareEventIds, parseEventId, positionBefore, type EventId } from '#contract';

describe('compareEventIds', () => {
  it('orders decimal ids by value', () => {
    expect(compareEventIds('9', '10')).toBeLessThan(0);
    expect(compareEventIds('9007199254740993', '9007199254740992')).toBeGreaterThan(0);
    expect(compareEventIds('7', '7')).toBe(0);
  });

  it('orders ids of the form ms-seq', () => {
    expect(compareEventIds('1700000000000-9', '1700000000000-10')).toBeLessThan(0);
    expect(compareEventIds('1700000000001-0', '1700000000000-10')).toBeGreaterThan(0);
    expect(compareEventIds('1700000000000', '1700000000000-0')).toBe(0);
  });
});

describe('parseEventId', () => {
  it.each(['0', '17', '1763800000000000', '1763800000000-4'])('accepts %s', (text) => {
    expect(parseEventId(text)).toBe(text);
  });

  it.each(['', '01', '-1', '1.5', '1e3', 'abc', '1-', '1-2-3', ' 1', '1\n'])('rejects %j', (text) => {
    expect(parseEventId(text)).toBeUndefined();
  });
});

describe('positionBefore', () => {
  it.each([
    ['1763800000000000', '1763799999999999'],
    ['1763800000000-4', '1763800000000-3'],
    ['1763800000000-0', '1763799999999-9223372036854775807'],
  ])('puts nothing between %s and %s', (id, before) => {
    expect(positionBefore(id as EventId)).toBe(before);
  });
});
