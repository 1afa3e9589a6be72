import { Controller, Get, HttpCode, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { AdminGuard, CurrentAdmin, readQuery, readReason, RequireRole, Tries } from '#admin';
import { ROUTES, type UpstreamList, type UpstreamRestartAccepted } from '#contract';
import type { AdminPrincipal } from '#edge';
import { UpstreamFleet } from '../fleet/upstream-fleet.ts';
import { restartOf, UpstreamRestarts } from '../fleet/upstream-restarts.ts';

const INSTANCE = {
  instance: z.string({ error: 'is given more than once: name one, or none for all' }).optional(),
};

/** What stands behind the gateway, in all instances, and its restart. */
@Controller()
@UseGuards(AdminGuard)
export class UpstreamsController {
  constructor(
    private readonly fleet: UpstreamFleet,
    private readonly restarts: UpstreamRestarts,
  ) {}

  @Get(ROUTES.upstreams)
  list(@Query() query: unknown, @CurrentAdmin() { tenantId }: AdminPrincipal): Promise<UpstreamList> {
    readQuery({}, query);
    return this.fleet.list(tenantId);
  }

  @Post(`${ROUTES.upstreams}/:name/restart`)
  @HttpCode(202)
  @RequireRole('operator')
  @Tries(({ name }) => restartOf({ name: String(name) }))
  async restart(
    @Param('name') name: string,
    @Query() query: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @CurrentAdmin() admin: AdminPrincipal,
  ): Promise<UpstreamRestartAccepted> {
    const { instance } = readQuery(INSTANCE, query);
    const reason = await readReason(request, response);
    return this.restarts.restart({ name, instance }, { admin, request, ...reason });
  }
}
