import { Controller, Get, Header, Query, UseGuards } from '@nestjs/common';
import { ROUTES, wireJson } from '#contract';
import type { AdminPrincipal } from '#edge';
import { StatsProjection, StatsRanges } from '#stats';
import { AdminGuard, CurrentAdmin } from '../sign-in/index.ts';
import { refuseSilentLog } from './log-answers.ts';
import { RANGE_PARAMETERS, STEP_PARAMETERS } from './parameters.ts';
import { filterOf, readQuery } from './query.ts';
import { rangeOf, stepOf } from './stats-query.ts';

const SERIES_PARAMETERS = { ...RANGE_PARAMETERS, ...STEP_PARAMETERS };

/** The counters as of the last committed event, or those of a past range. */
@Controller()
@UseGuards(AdminGuard)
export class StatsController {
  constructor(
    private readonly stats: StatsProjection,
    private readonly ranges: StatsRanges,
  ) {}

  @Get(ROUTES.stats)
  @Header('Content-Type', 'application/json; charset=utf-8')
  async counters(@Query() query: unknown, @CurrentAdmin() { tenantId }: AdminPrincipal): Promise<string> {
    const asked = readQuery(RANGE_PARAMETERS, query);
    if (Object.keys(asked).length === 0) return this.stats.snapshotJson(tenantId).toString();
    const range = rangeOf(asked, Date.now());
    const filter = { ...filterOf(asked, tenantId), ...range };
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
}
