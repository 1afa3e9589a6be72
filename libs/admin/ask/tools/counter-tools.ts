import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { RangeStats } from '#contract';
import { StatsProjection } from '#stats';
import { PastRanges, STATS_RANGE_PARAMETERS } from '../../read/past-ranges.ts';
import { readQuery } from '../../read/query.ts';
import { askTool, type Asking, type AskTools } from '../ask-tool.ts';
import { summaryOf } from '../counters-summary.ts';
import { asQuery, FILTER, RANGE } from '../inputs.ts';

const MS_PER_MINUTE = 60_000;
/** Length of the ranges before and after a time, in minutes. */
const USUAL_MINUTES = 15;
const MAX_MINUTES = 1_440;

/** Counters: of the moment, of a range, and before and after a time. */
@Injectable()
export class CounterTools implements AskTools {
  readonly tools = [
    askTool({
      name: 'counters',
      title: 'Counters',
      description:
        'Sessions, calls, errors and latencies, in all and for each tool: of the moment, or of a range and filter. ' +
        'Latencies of the moment are those of the last five minutes.',
      input: z.object({ ...FILTER, ...RANGE }),
      answer: async (args, asking) => {
        const query = asQuery(args);
        const isNow = Object.keys(query).length === 0;
        const counters = isNow
          ? this.stats.snapshot(asking.admin.tenantId)
          : await this.#countersOf(query, asking);
        return { ...summaryOf(counters), link: asking.links.to('tools', query) };
      },
    }),
    askTool({
      name: 'before_and_after',
      title: 'Before and after a time',
      description: 'The counters of the minutes before a time and of those after it, such as a deployment.',
      input: z.object({
        time: z.iso.datetime({ offset: true }).describe('ISO 8601, such as 2026-01-31T12:00:00Z'),
        minutes: z.int().min(1).max(MAX_MINUTES).default(USUAL_MINUTES),
        ...FILTER,
      }),
      answer: async ({ time, minutes, filter }, asking) => {
        const at = Date.parse(time);
        const [from, middle, to] = [-minutes, 0, minutes].map((offset) =>
          new Date(at + offset * MS_PER_MINUTE).toISOString(),
        );
        const [before, after] = await Promise.all([
          this.#countersOf(asQuery({ filter, from, to: middle }), asking),
          this.#countersOf(asQuery({ filter, from: middle, to }), asking),
        ]);
        const link = asking.links.to('overview', { filter, from, to });
        return { before: summaryOf(before), after: summaryOf(after), link };
      },
    }),
  ];

  constructor(
    private readonly stats: StatsProjection,
    private readonly ranges: PastRanges,
  ) {}

  #countersOf(query: object, { admin, signal }: Asking): Promise<RangeStats> {
    return this.ranges.countersOf(readQuery(STATS_RANGE_PARAMETERS, query), { ...admin, signal });
  }
}
