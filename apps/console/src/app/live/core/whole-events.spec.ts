import { id, opened } from '../../../testing/events.ts';
import { WholeEvents } from './whole-events.ts';

describe('WholeEvents', () => {
  it('keeps the newest events up to a total size', () => {
    const events = new WholeEvents(100);
    for (let number = 1; number <= 5; number += 1) events.keep(opened(number), 40);
    expect([1, 2, 3, 4, 5].map((number) => events.find(id(number))?.id)).toEqual([
      undefined,
      undefined,
      undefined,
      '4',
      '5',
    ]);
  });

  it('keeps no event that is larger than the total', () => {
    const events = new WholeEvents(100);
    events.keep(opened(1), 101);
    expect(events.find(id(1))).toBeUndefined();
    events.keep(opened(2), 100);
    expect(events.find(id(2))).toEqual(opened(2));
  });
});
