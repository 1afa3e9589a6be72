import { compareEventIds, type EventId, type MissingEvents } from '#contract';

/** Events after `after`, up to and including `last`, that were delivered live and could not be stored. */
export interface LostRange extends MissingEvents {
  after: EventId;
  last: EventId;
}

/**
 * Maximum number of separate ranges. A store that is too slow for a long time stores some events between losses, so it
 * leaves many ranges. Beyond the maximum the two oldest are merged, together with the events between them.
 */
export const MAX_LOST_RANGES = 1_000;

/** The ranges of lost events of a log, in order. Ranges that touch are merged. */
export class LostRanges {
  #ranges: LostRange[] = [];

  constructor(ranges: readonly LostRange[] = []) {
    for (const range of ranges) this.add(range);
  }

  /** Adds a range; returns the resulting merged ranges, which replace all ranges that they enclose. */
  add(range: LostRange): LostRange[] {
    const apart = this.#ranges.filter((other) => !touches(other, range));
    const whole = this.#ranges.filter((other) => touches(other, range)).reduce(merged, range);
    this.#ranges = [...apart, whole].toSorted((a, b) => compareEventIds(a.after, b.after));
    const [first, second] = this.#ranges;
    if (this.#ranges.length <= MAX_LOST_RANGES || !first || !second) return [whole];
    // The number of stored events between the two is not known here.
    const oldest = { ...merged(first, second), missing: null };
    this.#ranges.splice(0, 2, oldest);
    return whole === first || whole === second ? [oldest] : [oldest, whole];
  }

  /** The first range that ends after a position. */
  after(position: EventId): LostRange | undefined {
    return this.#ranges.find(({ last }) => compareEventIds(last, position) > 0);
  }

  /** Whether a range ends with this id. A client that received that event live has missed nothing of the range. */
  endsWith(id: EventId): boolean {
    return this.#ranges.some(({ last }) => last === id);
  }
}

/** Whether one range encloses another, and therefore replaces it. */
export function encloses(outer: LostRange, inner: LostRange): boolean {
  return compareEventIds(outer.after, inner.after) <= 0 && compareEventIds(outer.last, inner.last) >= 0;
}

/** What is known about the part of a range after a position. `count`: the number of events in it, if the ids tell. */
export function missingAfter(range: LostRange, position: EventId, count: number | null): MissingEvents {
  const { from, to, missing } = range;
  if (compareEventIds(position, range.after) <= 0) return { from, to, missing };
  if (count !== null) return { from, to, missing: count };
  // Consecutive ids allow counting the rest; ids of another form give NaN here.
  const isConsecutive = Number(range.last) - Number(range.after) === missing;
  return { from, to, missing: isConsecutive ? Number(range.last) - Number(position) : null };
}

function touches(a: LostRange, b: LostRange): boolean {
  return compareEventIds(a.last, b.after) >= 0 && compareEventIds(a.after, b.last) <= 0;
}

/** No event is lost twice, so the numbers of merged ranges are added. */
function merged(a: LostRange, b: LostRange): LostRange {
  const [first, second] = compareEventIds(a.after, b.after) <= 0 ? [a, b] : [b, a];
  const end = compareEventIds(first.last, second.last) > 0 ? first : second;
  const missing = a.missing === null || b.missing === null ? null : a.missing + b.missing;
  return { after: first.after, last: end.last, from: first.from, to: end.to, missing };
}
