import { compareEventIds, type EventId } from '#contract';

/** Events after `after`, up to and including `last`, that were delivered live and could not be kept. */
export interface LostRange {
  after: EventId;
  last: EventId;
}

/** The ranges of lost events of a log, in its order; ranges that touch are merged. */
export class LostRanges {
  #ranges: LostRange[] = [];

  constructor(ranges: readonly LostRange[] = []) {
    for (const range of ranges) this.add(range);
  }

  /** Adds a range; returns the merged range that it is now a part of. */
  add(range: LostRange): LostRange {
    let { after, last } = range;
    const apart: LostRange[] = [];
    for (const other of this.#ranges) {
      if (compareEventIds(other.last, after) < 0 || compareEventIds(other.after, last) > 0) apart.push(other);
      else {
        if (compareEventIds(other.after, after) < 0) ({ after } = other);
        if (compareEventIds(other.last, last) > 0) ({ last } = other);
      }
    }
    const whole = { after, last };
    this.#ranges = [...apart, whole].toSorted((a, b) => compareEventIds(a.after, b.after));
    return whole;
  }

  /** The first range that ends after a position. */
  after(position: EventId): LostRange | undefined {
    return this.#ranges.find(({ last }) => compareEventIds(last, position) > 0);
  }

  /** Whether a range ends with this id: a client that got it live has missed nothing of the range. */
  endsWith(id: EventId): boolean {
    return this.#ranges.some(({ last }) => last === id);
  }
}
