import { Controller, Get, Header, UseGuards } from '@nestjs/common';
import { ROUTES } from '#contract';
import type { AdminPrincipal } from '#edge';
import { StatsProjection } from '#stats';
import { AdminGuard, CurrentAdmin } from '../sign-in/index.ts';

/** The counters as of the last committed event. */
@Controller()
@UseGuards(AdminGuard)
export class StatsController {
  constructor(private readonly stats: StatsProjection) {}

  @Get(ROUTES.stats)
  @Header('Content-Type', 'application/json; charset=utf-8')
  snapshot(@CurrentAdmin() { tenantId }: AdminPrincipal): string {
    return this.stats.snapshotJson(tenantId).toString();
  }
}
