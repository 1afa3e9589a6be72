import { Controller, Get, Header, Query, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { ROUTES } from '#contract';
import type { AdminPrincipal } from '#edge';
import { EventLog } from '#events';
import { SessionDirectory } from '#sessions';
import { AdminGuard, CurrentAdmin } from '../sign-in/index.ts';
import { whenGone } from './client-gone.ts';
import { readHistoryPage } from './history-page.ts';
import { FILTER_PARAMETERS, PAGE_PARAMETERS, RANGE_PARAMETERS } from './parameters.ts';
import { eventFilterOf, pageOf, readQuery } from './query.ts';
import { withRunning } from './running-now.ts';

const PARAMETERS = { ...PAGE_PARAMETERS, ...RANGE_PARAMETERS, ...FILTER_PARAMETERS };

/** Committed events, oldest first. */
@Controller()
@UseGuards(AdminGuard)
export class HistoryController {
  constructor(
    private readonly log: EventLog,
    private readonly directory: SessionDirectory,
  ) {}

  @Get(ROUTES.history)
  @Header('Content-Type', 'application/json; charset=utf-8')
  history(
    @Query() query: unknown,
    @CurrentAdmin() admin: AdminPrincipal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const asked = readQuery(PARAMETERS, query);
    const filter = withRunning(eventFilterOf(asked, admin), () => this.directory.callsInFlight());
    return readHistoryPage(this.log, { ...pageOf(asked), filter, signal: whenGone(response) }, admin);
  }
}
