import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ROUTES, type OfferedTools } from '#contract';
import { EdgeError, type AdminPrincipal } from '#edge';
import { EventLog } from '#events';
import { listOffer, Offers, OfferSilent } from '#tools';
import { AdminGuard, CurrentAdmin } from '../sign-in/index.ts';
import { readQuery } from './query.ts';

/** The tools that agents are offered, with the sizes of their definitions. */
@Controller()
@UseGuards(AdminGuard)
export class ToolsController {
  constructor(
    private readonly offers: Offers,
    private readonly log: EventLog,
  ) {}

  @Get(ROUTES.tools)
  async list(@Query() query: unknown, @CurrentAdmin() { tenantId }: AdminPrincipal): Promise<OfferedTools> {
    readQuery({}, query);
    const { last: asOf } = this.log;
    try {
      return { asOf, ...(await listOffer(this.offers.main, tenantId ?? '')) };
    } catch (error) {
      if (error instanceof OfferSilent) throw new EdgeError(503, error.code, error.message);
      throw error;
    }
  }
}
