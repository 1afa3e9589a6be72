import { Controller, Get, Header, Query, UseGuards } from '@nestjs/common';
import { ROUTES } from '#contract';
import type { AdminPrincipal } from '#edge';
import { EventLog } from '#events';
import { AdminGuard, CurrentAdmin } from '../sign-in/index.ts';
import { historyJson } from './history-json.ts';
import { PAGE_PARAMETERS, readPage } from './page.ts';
import { FILTER_PARAMETERS, readFilter, requireKnown, type Query as Parameters } from './query.ts';

/** Committed events, oldest first. */
@Controller()
@UseGuards(AdminGuard)
export class HistoryController {
  constructor(private readonly log: EventLog) {}

  @Get(ROUTES.history)
  @Header('Content-Type', 'application/json; charset=utf-8')
  async history(@Query() query: Parameters, @CurrentAdmin() admin: AdminPrincipal): Promise<string> {
    requireKnown(query, [...PAGE_PARAMETERS, ...FILTER_PARAMETERS]);
    const filter = readFilter(query, admin.tenantId);
    return historyJson(await this.log.read({ ...readPage(query), filter }));
  }
}
