import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { EventLog, EventPublisher } from '#events';
import { StatsProjection } from './stats-projection.ts';

/**
 * Publishes the end of an outage of the log that began in an earlier process, which ended before the log recovered.
 * Without it, everybody who follows the events would take the log for degraded for ever.
 */
@Injectable()
export class LostRecovery implements OnApplicationBootstrap {
  constructor(
    private readonly stats: StatsProjection,
    private readonly log: EventLog,
    private readonly publisher: EventPublisher,
  ) {}

  onApplicationBootstrap(): void {
    const outage = this.stats.logOutage;
    // The log itself ends an outage of this process.
    if (!outage || this.log.condition !== 'ok') return;
    const durationMs = Math.max(0, Date.now() - Date.parse(outage.since));
    this.publisher.publish({
      type: 'log:recovered',
      sessionId: '',
      tenantId: '',
      data: { durationMs, lost: null },
    });
  }
}
