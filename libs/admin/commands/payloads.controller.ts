import { Controller, Delete, HttpCode, Param, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ROUTES, type PayloadsErased } from '#contract';
import type { AdminPrincipal } from '#edge';
import { readQuery } from '../read/query.ts';
import { refuseSilentLog } from '../read/log-answers.ts';
import { AdminGuard, CurrentAdmin, RequireRole } from '../sign-in/index.ts';
import { AuditTrail, Tries } from '../trail/index.ts';
import type { AdminCommand } from './admin-command.ts';
import { readReason } from './command-reason.ts';
import { PayloadCommands } from './payload-commands.ts';

function erasureOf<Of extends 'session' | 'tenant'>(of: Of) {
  return { type: 'admin:payload-erase', what: { of, payloads: 0 } } as const;
}

/** Erases recorded arguments and results. Answers once they are gone. */
@Controller()
@UseGuards(AdminGuard)
@RequireRole('admin')
export class PayloadsController {
  constructor(
    private readonly payloads: PayloadCommands,
    private readonly trail: AuditTrail,
  ) {}

  @Delete(`${ROUTES.sessions}/:id/payloads`)
  @Tries(() => erasureOf('session'))
  @HttpCode(202)
  async eraseOfSession(
    @Param('id') id: string,
    @Query() query: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @CurrentAdmin() admin: AdminPrincipal,
  ): Promise<PayloadsErased> {
    readQuery({}, query);
    const command = { ...(await readReason(request, response)), admin, request };
    return this.#carryOut('session', command, () => this.payloads.eraseOfSession(id, command));
  }

  @Delete(`${ROUTES.tenants}/:tenant/payloads`)
  @Tries(() => erasureOf('tenant'))
  @HttpCode(202)
  async eraseOfTenant(
    @Param('tenant') tenant: string,
    @Query() query: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @CurrentAdmin() admin: AdminPrincipal,
  ): Promise<PayloadsErased> {
    readQuery({}, query);
    const command = { ...(await readReason(request, response)), admin, request };
    return this.#carryOut('tenant', command, () => this.payloads.eraseOfTenant(tenant, command));
  }

  #carryOut(
    of: 'session' | 'tenant',
    command: AdminCommand,
    erase: () => Promise<PayloadsErased>,
  ): Promise<PayloadsErased> {
    const { type, what } = erasureOf(of);
    return this.trail.recordRejection(type, command, what, () => erase().catch(refuseSilentLog));
  }
}
