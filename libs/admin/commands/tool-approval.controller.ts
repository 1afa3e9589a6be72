import { Controller, HttpCode, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { ROUTES, type ToolApprovalAccepted } from '#contract';
import { EdgeError, type AdminPrincipal } from '#edge';
import { cutText } from '#redaction';
import { readQuery } from '../read/query.ts';
import { AdminGuard, CurrentAdmin, RequireRole } from '../sign-in/index.ts';
import { AuditTrail, Tries, type PathParameters } from '../trail/index.ts';
import { readReason } from './command-reason.ts';
import { ToolCommands } from './tool-commands.ts';

/** Maximum length of a tool's name in the audit trail, in characters. */
const MAX_NAME = 256;

const PARAMETERS = {
  upstream: z.string().min(1, 'takes the name of an upstream').optional(),
  definition: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'takes the hash of a definition: 64 hex digits')
    .optional(),
};

function approvalOf({ name }: PathParameters) {
  const what = { tool: cutText(String(name), MAX_NAME), definition: '' };
  return { type: 'admin:tool-approve', what } as const;
}

/** Approves definitions of tools that are withheld. Tools are everybody's, so it takes an admin of all tenants. */
@Controller()
@UseGuards(AdminGuard)
@RequireRole('admin')
export class ToolApprovalController {
  constructor(
    private readonly tools: ToolCommands,
    private readonly trail: AuditTrail,
  ) {}

  @Post(`${ROUTES.tools}/:name/approve`)
  @Tries(approvalOf)
  @HttpCode(202)
  async approve(
    @Param('name') name: string,
    @Query() query: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @CurrentAdmin() admin: AdminPrincipal,
  ): Promise<ToolApprovalAccepted> {
    const { definition, upstream } = readQuery(PARAMETERS, query);
    const command = { ...(await readReason(request, response)), admin, request };
    const { type, what: tried } = approvalOf(request.params);
    const what = {
      ...tried,
      ...(upstream !== undefined && { upstream: cutText(upstream, MAX_NAME) }),
      ...(definition !== undefined && { definition }),
    };
    return this.trail.recordRejection(type, command, what, async () => {
      if (admin.tenantId !== null)
        throw new EdgeError(
          403,
          'FORBIDDEN',
          'Tools are of all tenants: to approve one takes an admin of all.',
        );
      return this.tools.approve({ tool: name, upstream, definition }, command);
    });
  }
}
