import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ROUTES, type QuotaList } from '#contract';
import type { AdminPrincipal } from '#edge';
import { QuotaUse } from '#quotas';
import { SessionDirectory } from '#sessions';
import { AdminGuard, CurrentAdmin } from '../sign-in/index.ts';
import { readQuery } from './query.ts';

/** How much of their limits agents and tenants use, as far as the admin may see them. */
@Controller()
@UseGuards(AdminGuard)
export class QuotasController {
  constructor(
    private readonly use: QuotaUse,
    private readonly directory: SessionDirectory,
  ) {}

  @Get(ROUTES.quotas)
  async list(@Query() query: unknown, @CurrentAdmin() { tenantId }: AdminPrincipal): Promise<QuotaList> {
    readQuery({}, query);
    return { asOf: this.directory.asOf, quotas: await this.use.list(tenantId) };
  }
}
