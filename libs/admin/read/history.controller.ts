import { Controller, Get, Header, Req, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ROUTES } from '#contract';
import type { AdminPrincipal } from '#edge';
import { SessionDirectory } from '#sessions';
import { AdminGuard, CurrentAdmin } from '../sign-in/index.ts';
import { Asked, type AskedFor } from './asked.decorator.ts';
import { whenGone } from './client-gone.ts';
import { HistoryPages } from './history-pages.ts';
import { FILTER_PARAMETERS, PAGE_PARAMETERS, PAYLOADS_PARAMETERS, RANGE_PARAMETERS } from './parameters.ts';
import { PublishedBefore } from './published-before.interceptor.ts';
import { eventFilterOf, pageOf, showsPayloads } from './query.ts';
import { withRunning } from './running-now.ts';

const PARAMETERS = {
  ...PAGE_PARAMETERS,
  ...RANGE_PARAMETERS,
  ...FILTER_PARAMETERS,
  ...PAYLOADS_PARAMETERS,
};

/** Committed events, oldest first. */
@Controller()
@UseGuards(AdminGuard)
@UseInterceptors(PublishedBefore)
export class HistoryController {
  constructor(
    private readonly pages: HistoryPages,
    private readonly directory: SessionDirectory,
  ) {}

  @Get(ROUTES.history)
  @Header('Content-Type', 'application/json; charset=utf-8')
  history(
    @Asked(PARAMETERS) asked: AskedFor<typeof PARAMETERS>,
    @CurrentAdmin() admin: AdminPrincipal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const filter = withRunning(eventFilterOf(asked, admin), () => this.directory.callsInFlight());
    const page = { ...pageOf(asked), filter, signal: whenGone(response) };
    return this.pages.read(page, { admin, request }, showsPayloads(asked, admin));
  }
}
