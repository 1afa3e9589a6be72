import { Controller, Get } from '@nestjs/common';
import { ROUTES, type ReadinessReport } from '#contract';
import { EventLog } from '#events';

/** For load balancers and process supervisors; open to all, and telling nothing else. */
@Controller()
export class HealthController {
  constructor(private readonly log: EventLog) {}

  @Get(ROUTES.healthLive)
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** Ready also while the log is degraded: agents are served, and events go out live. */
  @Get(ROUTES.healthReady)
  ready(): ReadinessReport {
    return { status: 'ready', log: this.log.condition };
  }
}
