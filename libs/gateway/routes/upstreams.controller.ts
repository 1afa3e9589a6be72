import { Controller, Get, HttpCode, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import {
  AdminGuard,
  AuditTrail,
  CurrentAdmin,
  readQuery,
  readReason,
  RequireRole,
  Tries,
  type PathParameters,
} from '#admin';
import { ROUTES, type UpstreamList, type UpstreamRestartAccepted } from '#contract';
import { EdgeError, type AdminPrincipal } from '#edge';
import { cutText } from '#redaction';
import type { Upstream } from '../life/upstream.ts';
import { UpstreamRegistry } from '../life/upstream-registry.ts';

/** Maximum length of a name that is told, in characters: a client may send any text. */
const MAX_NAME = 100;

const restartOf = ({ name }: PathParameters) =>
  ({ type: 'admin:upstream-restart', what: { upstream: cutText(String(name), MAX_NAME) } }) as const;

/** What stands behind the gateway, and its restart. */
@Controller()
@UseGuards(AdminGuard)
export class UpstreamsController {
  constructor(
    private readonly upstreams: UpstreamRegistry,
    private readonly trail: AuditTrail,
  ) {}

  @Get(ROUTES.upstreams)
  list(@Query() query: unknown, @CurrentAdmin() { tenantId }: AdminPrincipal): UpstreamList {
    readQuery({}, query);
    const seen = this.upstreams.all().filter((upstream) => upstream.serves(tenantId));
    return { upstreams: seen.map((upstream) => upstream.view(tenantId)) };
  }

  @Post(`${ROUTES.upstreams}/:name/restart`)
  @HttpCode(202)
  @RequireRole('operator')
  @Tries(restartOf)
  async restart(
    @Param('name') name: string,
    @Query() query: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @CurrentAdmin() admin: AdminPrincipal,
  ): Promise<UpstreamRestartAccepted> {
    readQuery({}, query);
    const { reason } = await readReason(request, response);
    const { type, what } = restartOf({ name });
    return this.trail.recordRejection(type, { admin, request }, what, async () => {
      const upstream = this.#restartableBy(admin, name);
      const act = { outcome: 'done', ...(reason !== undefined && { reason }), ...what } as const;
      this.trail.record(type, { admin, request }, act);
      // What becomes of it is told by events.
      void upstream.restart();
      return { name };
    });
  }

  #restartableBy({ tenantId }: AdminPrincipal, name: string): Upstream {
    const upstream = this.upstreams.get(name);
    if (!upstream?.serves(tenantId))
      throw new EdgeError(404, 'UPSTREAM_NOT_FOUND', `There is no upstream "${cutText(name, MAX_NAME)}".`);
    if (upstream.isOf(tenantId)) return upstream;
    const message = `Upstream "${name}" serves other tenants too: only an operator of all can restart it.`;
    throw new EdgeError(403, 'FORBIDDEN', message);
  }
}
