import type { EventId } from '#contract';
import type { LostRange } from '../losses/lost-ranges.ts';

/** What a broker can do that keeps each event for itself. */
export interface BrokerThinning {
  /**
   * Drops single events, and records the range that is no longer whole. Resolves with the number of events that were there:
   * another process may have dropped some of them, or all.
   */
  drop(ids: readonly EventId[], lost: LostRange): Promise<number>;
  /** Every range of lost events, whoever has recorded it. */
  lostRanges(): Promise<LostRange[]>;
}
