import { Controller, Get, Header, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import type { Response } from 'express';
import { ROUTES, wireJson } from '#contract';
import type { AdminPrincipal } from '#edge';
import { PastStats, StatsNotKept, StatsProjection, type Moment, type StatsSight } from '#stats';
import { AdminGuard, CurrentAdmin, sightOf } from '../sign-in/index.ts';
import { Asked, type AskedFor } from './asked.decorator.ts';
import { notFound } from './bad-request.ts';
import { whenGone } from './client-gone.ts';
import { refuseSilentLog } from './log-answers.ts';
import { MOMENT_PARAMETERS, STEP_PARAMETERS } from './parameters.ts';
import { PastRanges, STATS_RANGE_PARAMETERS } from './past-ranges.ts';
import { PublishedBefore } from './published-before.interceptor.ts';
import { requireMomentAlone } from './stats-query.ts';

const STATS_PARAMETERS = { ...STATS_RANGE_PARAMETERS, ...MOMENT_PARAMETERS };
const SERIES_PARAMETERS = { ...STATS_RANGE_PARAMETERS, ...STEP_PARAMETERS };

/** The counters: as of the last committed event, of a past range, or as they were at a moment. */
@Controller()
@UseGuards(AdminGuard)
@UseInterceptors(PublishedBefore)
export class StatsController {
  constructor(
    private readonly stats: StatsProjection,
    private readonly ranges: PastRanges,
    private readonly past: PastStats,
  ) {}

  @Get(ROUTES.stats)
  @Header('Content-Type', 'application/json; charset=utf-8')
  async counters(
    @Asked(STATS_PARAMETERS) { at, ...asked }: AskedFor<typeof STATS_PARAMETERS>,
    @CurrentAdmin() admin: AdminPrincipal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    if (at) {
      requireMomentAlone(asked);
      return this.#snapshotAt(at, sightOf(admin));
    }
    if (Object.keys(asked).length === 0) return this.stats.snapshotJson(sightOf(admin)).toString();
    const sight = { tenantId: admin.tenantId, signal: whenGone(response) };
    return wireJson(await this.ranges.countersOf(asked, sight));
  }

  @Get(ROUTES.statsSeries)
  @Header('Content-Type', 'application/json; charset=utf-8')
  async series(
    @Asked(SERIES_PARAMETERS) { step, ...asked }: AskedFor<typeof SERIES_PARAMETERS>,
    @CurrentAdmin() { tenantId }: AdminPrincipal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    return wireJson(await this.ranges.seriesOf(asked, step, { tenantId, signal: whenGone(response) }));
  }

  async #snapshotAt(moment: Moment, sight: StatsSight): Promise<string> {
    try {
      return await this.past.snapshotAt(moment, sight);
    } catch (error) {
      if (error instanceof StatsNotKept) throw notFound(error.code, error.message, error.kept);
      return refuseSilentLog(error);
    }
  }
}
