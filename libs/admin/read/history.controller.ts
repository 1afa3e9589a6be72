import { Controller, Get, Header, Query, UseGuards } from '@nestjs/common';
import { ROUTES } from '#contract';
import type { AdminPrincipal } from '#edge';
import { EventLog } from '#events';
import { AdminGuard, CurrentAdmin } from '../sign-in/index.ts';
import { readHistoryPage } from './history-page.ts';
import { FILTER_PARAMETERS, PAGE_PARAMETERS, RANGE_PARAMETERS } from './parameters.ts';
import { filterOf, pageOf, readQuery } from './query.ts';

const PARAMETERS = { ...PAGE_PARAMETERS, ...RANGE_PARAMETERS, ...FILTER_PARAMETERS };

/** Committed events, oldest first. */
@Controller()
@UseGuards(AdminGuard)
export class HistoryController {
  constructor(private readonly log: EventLog) {}

  @Get(ROUTES.history)
  @Header('Content-Type', 'application/json; charset=utf-8')
  history(@Query() query: unknown, @CurrentAdmin() admin: AdminPrincipal): Promise<string> {
    const asked = readQuery(PARAMETERS, query);
    const filter = filterOf(asked, admin.tenantId);
    return readHistoryPage(this.log, { ...pageOf(asked), filter });
  }
}
