import { Controller, Delete, HttpCode, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AdminGuard, CurrentAdmin, readQuery, readReason, RequireRole, Tries } from '#admin';
import { ROUTES, type SilenceAccepted, type SilenceForm } from '#contract';
import type { AdminPrincipal } from '#edge';
import { SilenceCommands } from '../commands/silence-commands.ts';
import { OfAllTenants } from './of-all-tenants.guard.ts';
import { SILENCE_FORM } from './forms.ts';
import { readForm } from './read-form.ts';
import { beginSilence, endSilence } from './tried-acts.ts';

/** The commands about silences. */
@Controller(ROUTES.alertSilences)
@UseGuards(AdminGuard, OfAllTenants)
@RequireRole('operator')
export class SilencesController {
  constructor(private readonly silences: SilenceCommands) {}

  @Post()
  @Tries(beginSilence)
  @HttpCode(202)
  async begin(
    @Query() query: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @CurrentAdmin() admin: AdminPrincipal,
  ): Promise<SilenceAccepted> {
    readQuery({}, query);
    const form = await readForm(SILENCE_FORM, request, response);
    return this.silences.begin(form as SilenceForm, { admin, request });
  }

  @Delete(':id')
  @Tries(endSilence)
  @HttpCode(202)
  async end(
    @Param('id') id: string,
    @Query() query: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @CurrentAdmin() admin: AdminPrincipal,
  ): Promise<SilenceAccepted> {
    readQuery({}, query);
    return this.silences.end(id, await readReason(request, response), { admin, request });
  }
}
