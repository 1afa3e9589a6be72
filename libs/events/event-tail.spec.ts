import type { EventId } from '#contract';
import { EventTail } from './event-tail.ts';
import { EventBatch } from './encoding/event-batch.ts';
import { LoggedEvent } from './encoding/logged-event.ts';

const id = (number: number) => String(number) as EventId;
const batch = (after: number, last: number): EventBatch =>
  new EventBatch(id(after), [LoggedEvent.identified(id(last), '{}')]);

describe('EventTail', () => {
  let tail: EventTail;

  beforeEach(() => {
    tail = new EventTail();
  });

  it('returns the batches after a position, beginning with the one that contains it', () => {
    const batches = [batch(0, 2), batch(2, 5), batch(5, 6)] as const;
    for (const one of batches) tail.push(one);
    expect(tail.since(id(0))).toEqual(batches);
    expect(tail.since(id(2))).toEqual(batches.slice(1));
    expect(tail.since(id(3))).toEqual(batches.slice(1));
    expect(tail.since(id(5))).toEqual(batches.slice(2));
  });

  it('returns a batch that was pushed after the last call', () => {
    tail.push(batch(0, 2));
    expect(tail.since(id(0))).toHaveLength(1);
    tail.push(batch(2, 3));
    expect(tail.since(id(0))).toHaveLength(2);
  });

  it('holds nothing that it was told to forget, and leaves out nothing for those who follow it', () => {
    const followed: EventBatch[] = [];
    tail.batches.subscribe((one) => followed.push(one));
    const batches = [batch(0, 2), batch(2, 5), batch(5, 6)] as const;
    tail.push(batches[0]);
    tail.push(batches[1]);
    tail.forget();
    expect(tail.since(id(0))).toBeUndefined();
    tail.push(batches[2]);
    expect(tail.since(id(2))).toBeUndefined();
    expect(tail.since(id(5))).toEqual([batches[2]]);
    expect(followed).toEqual(batches);
  });

  it('returns undefined when nothing follows a position or the tail no longer reaches back to it', () => {
    expect(tail.since(id(0))).toBeUndefined();
    for (let number = 0; number < 300; number += 1) tail.push(batch(number, number + 1));
    expect(tail.since(id(300))).toBeUndefined();
    expect(tail.since(id(299))).toHaveLength(1);
    expect(tail.since(id(204))).toHaveLength(96);
    expect(tail.since(id(203))).toBeUndefined();
  });
});
