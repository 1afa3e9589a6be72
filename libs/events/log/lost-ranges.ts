import { compareEventIds, type EventId } from '#contract';

/** Events after `after`, up to and with `last`, that went out live and could not be kept. */
export interface LostRange {
  after: EventId;
  last: EventId;
}

/** The holes of a log, in its order; those that touch are one. */
export class LostRanges {
  #ranges: LostRange[] = [];

  constructor(ranges: readonly LostRange[] = []) {
    for (const range of ranges) this.add(range);
  }

  /** Takes a range in, and returns the whole hole that it is now a part of. */
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

  /** The first hole that ends after a position. */
  after(position: EventId): LostRange | undefined {
    return this.#ranges.find(({ last }) => compareEventIds(last, position) > 0);
  }

  /** Whether a hole ends with this id: whoever was told it live has missed nothing of it. */
  endsWith(id: EventId): boolean {
    return this.#ranges.some(({ last }) => last === id);
  }
}
