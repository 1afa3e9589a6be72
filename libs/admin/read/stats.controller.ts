import { Controller, Get, UseGuards } from '@nestjs/common';
import { ROUTES, type StatsSnapshot } from '#contract';
import type { AdminPrincipal } from '#edge';
import { StatsProjection } from '#stats';
import { AdminGuard, CurrentAdmin } from '../sign-in/index.ts';

/** The counters, as of the last committed event. */
@Controller()
@UseGuards(AdminGuard)
export class StatsController {
  constructor(private readonly stats: StatsProjection) {}

  @Get(ROUTES.stats)
  snapshot(@CurrentAdmin() { tenantId }: AdminPrincipal): StatsSnapshot {
    return this.stats.snapshot(tenantId);
  }
}
