import { jest } from '@jest/globals';
import type { CrowsnestEvent, EventId } from '#contract';
import { DeliveryGuard } from '../bus/delivery-guard.ts';
import { LoggedEvent } from '../encoding/logged-event.ts';
import type { Checkpoint, EventLog, RangeRequest } from '../log/event-log.ts';
import { Fold } from './fold.ts';
import type { LogOrigin, Projection } from './projection.ts';

const id = (number: number) => String(number) as EventId;
const event = (number: number) => LoggedEvent.identified(id(number), '{"type":"tool:start","data":{}}');

/** Remembers the numbers that it, or the one that saved its state, has folded. */
class Numbers implements Projection {
  readonly name = 'numbers';
  asOf = id(0);
  folded: number[] = [];

  restore(_origin: LogOrigin, saved: unknown): void {
    this.folded = [...(saved as number[])];
    this.asOf = id(this.folded.at(-1) ?? 0);
  }

  apply(one: CrowsnestEvent): void {
    this.asOf = one.id;
    this.folded.push(Number(one.id));
  }

  save(): unknown {
    return this.folded;
  }

  forCopy(saved: unknown): unknown {
    return saved;
  }
}

describe('Fold', () => {
  let numbers: Numbers;
  let fold: Fold;
  let checkpoint: Checkpoint | undefined;
  /** The numbers of the events that can still be read. */
  let held: number[];

  beforeEach(() => {
    jest.useFakeTimers();
    checkpoint = undefined;
    held = [];
    const log = {
      start: id(0),
      since: '',
      loadCheckpoint: async () => checkpoint,
      read: async ({ after }: RangeRequest) => held.filter((one) => one > Number(after)).map(event),
    };
    numbers = new Numbers();
    fold = new Fold(numbers, log as unknown as EventLog, new DeliveryGuard());
    fold.foldAll([1, 2].map(event));
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  const stateOf = (...folded: number[]): Checkpoint => ({ asOf: id(folded.at(-1) ?? 0), value: folded });

  it('goes on from a state that includes what it misses, and folds no event twice', () => {
    fold.miss(id(4));
    fold.takeOver(stateOf(1, 2, 3, 4, 5));
    expect([4, 5, 6].map((number) => fold.includes(id(number)))).toEqual([true, true, false]);
    fold.foldAll([5, 6].map(event));
    expect(numbers.folded).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('takes over no state that does not include what it misses, and none while it misses nothing', async () => {
    fold.takeOver(stateOf(7));
    fold.miss(id(4));
    fold.takeOver(stateOf(1, 2, 3));
    expect(numbers.folded).toEqual([1, 2]);
    expect(await fold.becomeWhole()).toBe(false);
  });

  it('may be saved again once another instance has saved what it misses, with all that came since', async () => {
    fold.miss(id(4));
    fold.foldAll([5, 6, 7].map(event));
    held = [5, 6, 7];
    checkpoint = stateOf(1, 2, 3, 4, 5);
    expect(await fold.becomeWhole()).toBe(true);
    expect(numbers.folded).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('may be saved as it is when no instance has saved what it misses for a while', async () => {
    fold.miss(id(4));
    fold.foldAll([event(5)]);
    expect(await fold.becomeWhole()).toBe(false);
    jest.advanceTimersByTime(15_000);
    expect(await fold.becomeWhole()).toBe(true);
    expect(numbers.folded).toEqual([1, 2, 5]);
  });
});
