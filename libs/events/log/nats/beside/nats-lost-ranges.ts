import { compareEventIds, type EventId } from '#contract';
import { MAX_LOST_RANGES, type LostRange } from '../../losses/lost-ranges.ts';
import type { NatsBucket } from './nats-bucket.ts';

const LOST = 'lost';

/** The ranges of events that the log could not keep, in order, in a bounded number. */
export class NatsLostRanges {
  constructor(private readonly bucket: NatsBucket) {}

  async all(): Promise<LostRange[]> {
    return (await this.bucket.read<LostRange[]>(LOST)) ?? [];
  }

  /** Records a range, and drops those before the beginning of the log. Records it once if it is repeated. */
  async add(range: LostRange, start: EventId): Promise<void> {
    await this.bucket.update<LostRange[]>(LOST, [], (all) => {
      if (all.some(({ last }) => last === range.last)) return all;
      const held = all.filter(({ last }) => compareEventIds(last, start) > 0);
      const ranges = [...held, range].toSorted((a, b) => compareEventIds(a.after, b.after));
      return ranges.length > MAX_LOST_RANGES ? withFirstTwoMerged(ranges) : ranges;
    });
  }
}

function withFirstTwoMerged([first, second, ...rest]: LostRange[]): LostRange[] {
  if (!first || !second) return [];
  return [{ ...first, last: second.last, to: second.to, missing: null }, ...rest];
}
