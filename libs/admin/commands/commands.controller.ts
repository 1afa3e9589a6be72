import { Controller, Delete, HttpCode, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ROUTES, type CallCancelAccepted, type SessionEndAccepted } from '#contract';
import type { AdminPrincipal } from '#edge';
import type { Request, Response } from 'express';
import { AdminGuard, CurrentAdmin, RequireRole } from '../sign-in/index.ts';
import { readQuery } from '../read/query.ts';
import { readReason } from './command-reason.ts';
import { CallCommands } from './call-commands.ts';
import { SessionCommands } from './session-commands.ts';

/** The commands of admins. A command is accepted here, and its effect appears as events. */
@Controller()
@UseGuards(AdminGuard)
@RequireRole('operator')
export class CommandsController {
  constructor(
    private readonly sessions: SessionCommands,
    private readonly calls: CallCommands,
  ) {}

  @Delete(`${ROUTES.sessions}/:id`)
  @HttpCode(202)
  async endSession(
    @Param('id') id: string,
    @Query() query: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @CurrentAdmin() admin: AdminPrincipal,
  ): Promise<SessionEndAccepted> {
    readQuery({}, query);
    return this.sessions.end(id, { ...(await readReason(request, response)), admin, request });
  }

  @Post(`${ROUTES.calls}/:callId/cancel`)
  @HttpCode(202)
  async cancelCall(
    @Param('callId') callId: string,
    @Query() query: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @CurrentAdmin() admin: AdminPrincipal,
  ): Promise<CallCancelAccepted> {
    readQuery({}, query);
    return this.calls.cancel(callId, { ...(await readReason(request, response)), admin, request });
  }
}
