import { Controller, Get, Header, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { ROUTES, wireJson } from '#contract';
import type { AdminPrincipal } from '#edge';
import { SessionDirectory } from '#sessions';
import {
  PastStats,
  StatsNotKept,
  StatsProjection,
  StatsRanges,
  type Moment,
  type PastRange,
  type StatsSight,
} from '#stats';
import { AdminGuard, CurrentAdmin, sightOf } from '../sign-in/index.ts';
import { Asked, type AskedFor } from './asked.decorator.ts';
import { notFound } from './bad-request.ts';
import { whenGone } from './client-gone.ts';
import { refuseSilentLog } from './log-answers.ts';
import { MOMENT_PARAMETERS, RANGE_PARAMETERS, STEP_PARAMETERS, TERMS_PARAMETERS } from './parameters.ts';
import { filterOf } from './query.ts';
import { withRunning } from './running-now.ts';
import { rangeOf, requireMomentAlone, stepOf, type AskedRange } from './stats-query.ts';

const STATS_PARAMETERS = { ...RANGE_PARAMETERS, ...TERMS_PARAMETERS, ...MOMENT_PARAMETERS };
const SERIES_PARAMETERS = { ...RANGE_PARAMETERS, ...TERMS_PARAMETERS, ...STEP_PARAMETERS };

/** The counters: as of the last committed event, of a past range, or as they were at a moment. */
@Controller()
@UseGuards(AdminGuard)
export class StatsController {
  constructor(
    private readonly stats: StatsProjection,
    private readonly ranges: StatsRanges,
    private readonly past: PastStats,
    private readonly directory: SessionDirectory,
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
    const range = this.#rangeOf(asked, admin.tenantId, response);
    return wireJson(await this.ranges.rangeOf(range).catch(refuseSilentLog));
  }

  @Get(ROUTES.statsSeries)
  @Header('Content-Type', 'application/json; charset=utf-8')
  async series(
    @Asked(SERIES_PARAMETERS) { step, ...asked }: AskedFor<typeof SERIES_PARAMETERS>,
    @CurrentAdmin() { tenantId }: AdminPrincipal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const range = this.#rangeOf(asked, tenantId, response);
    return wireJson(await this.ranges.seriesOf(range, stepOf(range, step)).catch(refuseSilentLog));
  }

  #rangeOf(
    asked: Parameters<typeof filterOf>[0] & AskedRange,
    tenantId: string | null,
    response: Response,
  ): PastRange {
    const range = rangeOf(asked, Date.now());
    const filter = filterOf({ ...asked, ...range }, tenantId);
    return {
      ...range,
      filter: withRunning(filter, () => this.directory.callsInFlight()),
      signal: whenGone(response),
    };
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
