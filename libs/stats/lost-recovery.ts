import { Injectable } from '@nestjs/common';
import { EventPublisher, ProjectionKeeper } from '#events';
import { StatsProjection } from './stats-projection.ts';

/**
 * Publishes the end of a log outage of an earlier process, which ended before the log recovered. Otherwise every reader
 * of the events would consider the log degraded for ever.
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
