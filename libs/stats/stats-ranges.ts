import { Injectable } from '@nestjs/common';
import { rangeStatsOf, statsSeriesOf, type EventFilter, type RangeStats, type StatsSeries } from '#contract';
import { EventLog, isComplete } from '#events';

/** A filter with both ends of a range. */
export type RangeFilter = EventFilter & Required<Pick<EventFilter, 'from' | 'to'>>;

/** The counters of past ranges, from the events that the log holds. Rejects with a `LogError` if it does not answer. */
@Injectable()
export class StatsRanges {
  constructor(private readonly log: EventLog) {}

  /** The counters of the matching events of a range. */
  async rangeOf(filter: RangeFilter): Promise<RangeStats> {
    const { from, to } = filter;
    const { last: asOf, since } = this.log;
    const totals = await this.log.summarize({ form: { kind: 'range' }, filter, upTo: asOf });
    return rangeStatsOf(totals, { asOf, since, from, to, complete: await this.#isComplete(filter) });
  }

  /** The counters of the matching events of a range in steps of `stepMs` milliseconds. */
  async seriesOf(filter: RangeFilter, stepMs: number): Promise<StatsSeries> {
    const { from, to } = filter;
    const form = { kind: 'series', stepMs } as const;
    const totals = await this.log.summarize({ form, filter, upTo: this.log.last });
    return statsSeriesOf(totals, { from, to, complete: await this.#isComplete(filter) });
  }

  /** Ask it after the events were read: retention may drop some meanwhile. */
  #isComplete({ from, to }: RangeFilter): Promise<boolean> {
    return isComplete(this.log, from, to);
  }
}
