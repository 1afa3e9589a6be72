import { Controller, Delete, HttpCode, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ROUTES, type CallCancelAccepted, type SessionEndAccepted } from '#contract';
import type { AdminPrincipal } from '#edge';
import { cutText } from '#redaction';
import type { Request, Response } from 'express';
import { AdminGuard, CurrentAdmin, RequireRole } from '../sign-in/index.ts';
import { readQuery } from '../read/query.ts';
import { AuditTrail, Tries, type PathParameters } from '../trail/index.ts';
import { readReason } from './command-reason.ts';
import { CallCommands } from './call-commands.ts';
import { SessionCommands } from './session-commands.ts';

/** Maximum length of an id that is told, in characters: a client may send any text. */
const MAX_ID = 100;

function endOf({ id }: PathParameters) {
  return { type: 'admin:session-end', what: { sessionId: cutText(String(id), MAX_ID) } } as const;
}

function cancelOf({ callId }: PathParameters) {
  return { type: 'admin:call-cancel', what: { callId: cutText(String(callId), MAX_ID), tool: '' } } as const;
}

/** The commands of admins. A command is accepted here, and its effect appears as events. */
@Controller()
@UseGuards(AdminGuard)
@RequireRole('operator')
export class CommandsController {
  constructor(
    private readonly sessions: SessionCommands,
    private readonly calls: CallCommands,
    private readonly trail: AuditTrail,
  ) {}

  @Delete(`${ROUTES.sessions}/:id`)
  @Tries(endOf)
  @HttpCode(202)
  async endSession(
    @Param('id') id: string,
    @Query() query: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @CurrentAdmin() admin: AdminPrincipal,
  ): Promise<SessionEndAccepted> {
    readQuery({}, query);
    const command = { ...(await readReason(request, response)), admin, request };
    const { type, what } = endOf(request.params);
    return this.trail.recordRejection(type, command, what, () => this.sessions.end(id, command));
  }

  @Post(`${ROUTES.calls}/:callId/cancel`)
  @Tries(cancelOf)
  @HttpCode(202)
  async cancelCall(
    @Param('callId') callId: string,
    @Query() query: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @CurrentAdmin() admin: AdminPrincipal,
  ): Promise<CallCancelAccepted> {
    readQuery({}, query);
    const command = { ...(await readReason(request, response)), admin, request };
    const { type, what } = cancelOf(request.params);
    return this.trail.recordRejection(type, command, what, () => this.calls.cancel(callId, command));
  }
}
