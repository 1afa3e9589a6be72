import { Controller, Delete, HttpCode, Param, Post, Put, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AdminGuard, CurrentAdmin, readQuery, readReason, refuseSilentLog, RequireRole, Tries } from '#admin';
import { ROUTES, type AlertPreview, type AlertRuleAccepted } from '#contract';
import type { AdminPrincipal } from '#edge';
import { RuleCommands } from '../commands/rule-commands.ts';
import { RulePreviews } from '../preview/rule-previews.ts';
import { AlertSender } from '../speaker/alert-sender.ts';
import { OfAllTenants } from './of-all-tenants.guard.ts';
import { ruleForm } from './forms.ts';
import { readForm } from './read-form.ts';
import { deleteRule, setRule } from './tried-acts.ts';

/** The name of a rule that is tried before it has one. */
const UNNAMED = { name: 'preview' };

/** The commands about rules. */
@Controller()
@UseGuards(AdminGuard, OfAllTenants)
@RequireRole('admin')
export class RulesController {
  constructor(
    private readonly rules: RuleCommands,
    private readonly previews: RulePreviews,
    private readonly sender: AlertSender,
  ) {}

  @Put(`${ROUTES.alertRules}/:name`)
  @Tries(setRule)
  @HttpCode(202)
  async set(
    @Param('name') name: string,
    @Query() query: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @CurrentAdmin() admin: AdminPrincipal,
  ): Promise<AlertRuleAccepted> {
    readQuery({}, query);
    const form = ruleForm(this.sender.names).refine((rule) => rule.name === name, {
      path: ['name'],
      error: 'is not the name in the path',
    });
    const rule = await readForm(form, request, response, { name });
    return this.rules.set(rule, { admin, request });
  }

  @Delete(`${ROUTES.alertRules}/:name`)
  @Tries(deleteRule)
  @HttpCode(202)
  async delete(
    @Param('name') name: string,
    @Query() query: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @CurrentAdmin() admin: AdminPrincipal,
  ): Promise<AlertRuleAccepted> {
    readQuery({}, query);
    return this.rules.delete(name, await readReason(request, response), { admin, request });
  }

  @Post(ROUTES.alertPreview)
  @HttpCode(200)
  async preview(
    @Query() query: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AlertPreview> {
    readQuery({}, query);
    const rule = await readForm(ruleForm(this.sender.names), request, response, UNNAMED);
    return this.previews.of(rule).catch(refuseSilentLog);
  }
}
