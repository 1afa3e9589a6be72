import { Controller, Get, Header, Param, Query, UseGuards } from '@nestjs/common';
import { ROUTES, type SessionList, type SessionView } from '#contract';
import type { AdminPrincipal } from '#edge';
import { EventLog } from '#events';
import { SessionDirectory } from '#sessions';
import { AdminGuard, CurrentAdmin } from '../sign-in/index.ts';
import { sessionNotFound } from './bad-request.ts';
import { historyJson } from './history-json.ts';
import { PAGE_PARAMETERS, readPage } from './page.ts';
import { requireKnown, type Query as Parameters } from './query.ts';
import { readSessionQuery } from './session-query.ts';

/** Sessions that are open, and the last ones that ended. */
@Controller(ROUTES.sessions)
@UseGuards(AdminGuard)
export class SessionsController {
  constructor(
    private readonly directory: SessionDirectory,
    private readonly log: EventLog,
  ) {}

  @Get()
  list(@Query() query: Parameters, @CurrentAdmin() { tenantId }: AdminPrincipal): SessionList {
    return this.directory.list(readSessionQuery(query, tenantId));
  }

  @Get(':id')
  find(@Param('id') id: string, @CurrentAdmin() { tenantId }: AdminPrincipal): SessionView {
    const session = this.directory.find(id);
    if (!session || (tenantId !== null && session.tenantId !== tenantId)) throw sessionNotFound(id);
    return session;
  }

  @Get(':id/events')
  @Header('Content-Type', 'application/json; charset=utf-8')
  async events(
    @Param('id') id: string,
    @Query() query: Parameters,
    @CurrentAdmin() admin: AdminPrincipal,
  ): Promise<string> {
    const { sessionId } = this.find(id, admin);
    requireKnown(query, PAGE_PARAMETERS);
    return historyJson(await this.log.read({ ...readPage(query), filter: { sessions: [sessionId] } }));
  }
}
