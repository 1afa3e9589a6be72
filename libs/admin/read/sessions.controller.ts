import { Controller, Get, Header, Param, Query, Req, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ROUTES, type SessionList, type SessionView } from '#contract';
import type { AdminPrincipal } from '#edge';
import { SessionDirectory } from '#sessions';
import { AdminGuard, CurrentAdmin, hiddenFrom } from '../sign-in/index.ts';
import { Asked, type AskedFor } from './asked.decorator.ts';
import { sessionNotFound } from './bad-request.ts';
import { whenGone } from './client-gone.ts';
import { HistoryPages } from './history-pages.ts';
import { LIST_PARAMETERS, PAGE_PARAMETERS, PAYLOADS_PARAMETERS, TERMS_PARAMETERS } from './parameters.ts';
import { PublishedBefore } from './published-before.interceptor.ts';
import { pageOf, readQuery, sessionsOf, showsPayloads, termsOf } from './query.ts';
import { withRunning } from './running-now.ts';

const EVENTS_PARAMETERS = { ...PAGE_PARAMETERS, ...TERMS_PARAMETERS, ...PAYLOADS_PARAMETERS };

/** Open sessions, and the sessions that ended last. */
@Controller(ROUTES.sessions)
@UseGuards(AdminGuard)
@UseInterceptors(PublishedBefore)
export class SessionsController {
  constructor(
    private readonly directory: SessionDirectory,
    private readonly pages: HistoryPages,
  ) {}

  @Get()
  list(
    @Asked(LIST_PARAMETERS) asked: AskedFor<typeof LIST_PARAMETERS>,
    @CurrentAdmin() { tenantId }: AdminPrincipal,
  ): SessionList {
    return this.directory.list(sessionsOf(asked, tenantId));
  }

  @Get(':id')
  find(@Param('id') id: string, @Query() query: unknown, @CurrentAdmin() admin: AdminPrincipal): SessionView {
    readQuery({}, query);
    return this.#find(id, admin);
  }

  @Get(':id/events')
  @Header('Content-Type', 'application/json; charset=utf-8')
  events(
    @Param('id') id: string,
    @Asked(EVENTS_PARAMETERS) asked: AskedFor<typeof EVENTS_PARAMETERS>,
    @CurrentAdmin() admin: AdminPrincipal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const { sessionId } = this.#find(id, admin);
    const ofSession = { sessions: [sessionId], ...termsOf(asked), ...hiddenFrom(admin) };
    const filter = withRunning(ofSession, () => this.directory.callsInFlight());
    const page = { ...pageOf(asked), filter, signal: whenGone(response) };
    return this.pages.read(page, { admin, request }, showsPayloads(asked, admin));
  }

  #find(id: string, { tenantId }: AdminPrincipal): SessionView {
    const session = this.directory.find(id);
    if (!session || (tenantId !== null && session.tenantId !== tenantId)) throw sessionNotFound(id);
    return session;
  }
}
