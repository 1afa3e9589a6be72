import { Injectable } from '@nestjs/common';
import { EventPublisher, ProjectionKeeper } from '#events';
import { StatsProjection } from './stats-projection.ts';

/**
 * Publishes the end of an outage of the log that began in an earlier process, which ended before the log recovered.
 * Without it, everybody who follows the events would take the log for degraded for ever.
 */
@Injectable()
export class LostRecovery {
  constructor(stats: StatsProjection, publisher: EventPublisher, projections: ProjectionKeeper) {
    projections.onRestored(() => {
      const outage = stats.logOutage;
      if (!outage) return;
      const durationMs = Math.max(0, Date.now() - Date.parse(outage.since));
      publisher.publish({
        type: 'log:recovered',
        sessionId: '',
        tenantId: '',
        data: { durationMs, lost: null },
      });
    });
  }
}
