import { Controller, Delete, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import { ROUTES, type CallCancelAccepted, type SessionEndAccepted } from '#contract';
import type { AdminPrincipal } from '#edge';
import type { Request } from 'express';
import { AdminGuard, CurrentAdmin, RequireRole } from '../sign-in/index.ts';
import { readReason } from './command-reason.ts';
import { CallCommands } from './call-commands.ts';
import { SessionCommands } from './session-commands.ts';

/** What admins can do. A command is accepted here, and shows its effect as events. */
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
  endSession(
    @Param('id') id: string,
    @Req() request: Request,
    @CurrentAdmin() admin: AdminPrincipal,
  ): SessionEndAccepted {
    return this.sessions.end(id, { ...readReason(request), admin });
  }

  @Post(`${ROUTES.calls}/:callId/cancel`)
  @HttpCode(202)
  cancelCall(
    @Param('callId') callId: string,
    @Req() request: Request,
    @CurrentAdmin() admin: AdminPrincipal,
  ): CallCancelAccepted {
    return this.calls.cancel(callId, { ...readReason(request), admin });
  }
}
