import { Controller, Get, Header, Query, UseGuards } from '@nestjs/common';
import { ROUTES } from '#contract';
import type { AdminPrincipal } from '#edge';
import { StatsProjection } from '#stats';
import { AdminGuard, CurrentAdmin } from '../sign-in/index.ts';
import { readQuery } from './query.ts';

/** The counters as of the last committed event. */
@Controller()
@UseGuards(AdminGuard)
export class StatsController {
  constructor(private readonly stats: StatsProjection) {}

  @Get(ROUTES.stats)
  @Header('Content-Type', 'application/json; charset=utf-8')
  snapshot(@Query() query: unknown, @CurrentAdmin() { tenantId }: AdminPrincipal): string {
    readQuery({}, query);
    return this.stats.snapshotJson(tenantId).toString();
  }
}
