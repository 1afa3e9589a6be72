import { Controller, Get, Header, Param, Query, UseGuards } from '@nestjs/common';
import { ROUTES, type SessionList, type SessionView } from '#contract';
import type { AdminPrincipal } from '#edge';
import { EventLog } from '#events';
import { SessionDirectory } from '#sessions';
import { AdminGuard, CurrentAdmin } from '../sign-in/index.ts';
import { sessionNotFound } from './bad-request.ts';
import { readHistoryPage } from './history-page.ts';
import { LIST_PARAMETERS, PAGE_PARAMETERS } from './parameters.ts';
import { pageOf, readQuery, sessionsOf } from './query.ts';

/** Open sessions, and the sessions that ended last. */
@Controller(ROUTES.sessions)
@UseGuards(AdminGuard)
export class SessionsController {
  constructor(
    private readonly directory: SessionDirectory,
    private readonly log: EventLog,
  ) {}

  @Get()
  list(@Query() query: unknown, @CurrentAdmin() { tenantId }: AdminPrincipal): SessionList {
    return this.directory.list(sessionsOf(readQuery(LIST_PARAMETERS, query), tenantId));
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
    @Query() query: unknown,
    @CurrentAdmin() admin: AdminPrincipal,
  ): Promise<string> {
    const page = pageOf(readQuery(PAGE_PARAMETERS, query));
    const { sessionId } = this.#find(id, admin);
    return readHistoryPage(this.log, { ...page, filter: { sessions: [sessionId] } });
  }

  #find(id: string, { tenantId }: AdminPrincipal): SessionView {
    const session = this.directory.find(id);
    if (!session || (tenantId !== null && session.tenantId !== tenantId)) throw sessionNotFound(id);
    return session;
  }
}
