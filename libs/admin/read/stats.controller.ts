import { Controller, Get, Header, Query, UseGuards } from '@nestjs/common';
import { ROUTES, wireJson } from '#contract';
import type { AdminPrincipal } from '#edge';
import { PastStats, StatsNotKept, StatsProjection, StatsRanges, type Moment } from '#stats';
import { AdminGuard, CurrentAdmin } from '../sign-in/index.ts';
import { notFound } from './bad-request.ts';
import { refuseSilentLog } from './log-answers.ts';
import { MOMENT_PARAMETERS, RANGE_PARAMETERS, STEP_PARAMETERS } from './parameters.ts';
import { filterOf, readQuery } from './query.ts';
import { rangeOf, requireMomentAlone, stepOf } from './stats-query.ts';

const STATS_PARAMETERS = { ...RANGE_PARAMETERS, ...MOMENT_PARAMETERS };
const SERIES_PARAMETERS = { ...RANGE_PARAMETERS, ...STEP_PARAMETERS };

/** The counters: as of the last committed event, of a past range, or as they were at a moment. */
@Controller()
@UseGuards(AdminGuard)
export class StatsController {
  constructor(
    private readonly stats: StatsProjection,
    private readonly ranges: StatsRanges,
    private readonly past: PastStats,
  ) {}

  @Get(ROUTES.stats)
  @Header('Content-Type', 'application/json; charset=utf-8')
  async counters(@Query() query: unknown, @CurrentAdmin() { tenantId }: AdminPrincipal): Promise<string> {
    const { at, ...asked } = readQuery(STATS_PARAMETERS, query);
    if (at) {
      requireMomentAlone(asked);
      return this.#snapshotAt(at, tenantId);
    }
    if (Object.keys(asked).length === 0) return this.stats.snapshotJson(tenantId).toString();
    const filter = { ...filterOf(asked, tenantId), ...rangeOf(asked, Date.now()) };
    return wireJson(await this.ranges.rangeOf(filter).catch(refuseSilentLog));
  }

  @Get(ROUTES.statsSeries)
  @Header('Content-Type', 'application/json; charset=utf-8')
  async series(@Query() query: unknown, @CurrentAdmin() { tenantId }: AdminPrincipal): Promise<string> {
    const { step, ...asked } = readQuery(SERIES_PARAMETERS, query);
    const range = rangeOf(asked, Date.now());
    const filter = { ...filterOf(asked, tenantId), ...range };
    return wireJson(await this.ranges.seriesOf(filter, stepOf(range, step)).catch(refuseSilentLog));
  }

  async #snapshotAt(moment: Moment, tenantId: string | null): Promise<string> {
    try {
      return await this.past.snapshotAt(moment, tenantId);
    } catch (error) {
      if (error instanceof StatsNotKept) throw notFound(error.code, error.message);
      return refuseSilentLog(error);
    }
  }
}
