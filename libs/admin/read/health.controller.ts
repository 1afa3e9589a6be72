import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import type { Response } from 'express';
import { ROUTES, type ReadinessReport } from '#contract';
import { EventLog } from '#events';
import { Readiness } from '#shutdown';

/** For load balancers and process supervisors. Open to everyone, so it reveals nothing else. */
@Controller()
export class HealthController {
  constructor(
    private readonly log: EventLog,
    private readonly readiness: Readiness,
  ) {}

  @Get(ROUTES.healthLive)
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** Also ready while the log is degraded: agents are served, and events are delivered live. */
  @Get(ROUTES.healthReady)
  ready(@Res({ passthrough: true }) response: Response): ReadinessReport {
    const status = this.readiness.state;
    if (status === 'draining') response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { status, log: this.log.condition };
  }
}
