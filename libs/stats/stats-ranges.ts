import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import {
  rangeStatsOf,
  seriesPointOf,
  stepsBetween,
  type EventFilter,
  type RangeStats,
  type SeriesPoint,
  type StatsSeries,
} from '#contract';
import { EventLog, isComplete } from '#events';

/** Number of points that are made before other work gets its turn: some milliseconds. */
const POINTS_AT_ONCE = 200;

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
    const { first, end } = stepsBetween(from, to, stepMs);
    const points: SeriesPoint[] = [];
    for (let number = first; number < end; number += 1) {
      points.push(seriesPointOf(totals, number));
      if (points.length % POINTS_AT_ONCE === 0) await setImmediate();
    }
    return { from, to, step: stepMs, complete: await this.#isComplete(filter), points };
  }

  /** Ask it after the events were read: retention may drop some meanwhile. */
  #isComplete({ from, to }: RangeFilter): Promise<boolean> {
    return isComplete(this.log, from, to);
  }
}
