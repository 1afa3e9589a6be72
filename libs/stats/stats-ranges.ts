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

/** A past range: `from` ≤ time < `to`, ISO 8601, UTC. */
export interface PastRange {
  from: string;
  to: string;
  /** Selects events of the range. */
  filter: EventFilter;
  /** Aborts when nobody waits for the answer any more. */
  signal?: AbortSignal;
}

/** The counters of past ranges, from the events that the log holds. Rejects with a `LogError` if it does not answer. */
@Injectable()
export class StatsRanges {
  constructor(private readonly log: EventLog) {}

  /** The counters of the selected events of a range. */
  async rangeOf({ from, to, filter, signal }: PastRange): Promise<RangeStats> {
    const { last: asOf, since } = this.log;
    const totals = await this.log.summarize({ form: { kind: 'range' }, filter, upTo: asOf, signal });
    return rangeStatsOf(totals, { asOf, since, from, to, complete: await isComplete(this.log, from, to) });
  }

  /** The counters of the selected events of a range in steps of `stepMs` milliseconds. */
  async seriesOf({ from, to, filter, signal }: PastRange, stepMs: number): Promise<StatsSeries> {
    const form = { kind: 'series', stepMs } as const;
    const totals = await this.log.summarize({ form, filter, upTo: this.log.last, signal });
    const { first, end } = stepsBetween(from, to, stepMs);
    const points: SeriesPoint[] = [];
    for (let number = first; number < end; number += 1) {
      points.push(seriesPointOf(totals, number));
      if (points.length % POINTS_AT_ONCE === 0) await setImmediate();
    }
    return { from, to, step: stepMs, complete: await isComplete(this.log, from, to), points };
  }
}
