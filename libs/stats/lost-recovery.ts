import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { EventEmitterReadinessWatcher } from '@nestjs/event-emitter';
import { EventLog, EventPublisher } from '#events';
import { StatsProjection } from './stats-projection.ts';

/**
 * Tells of the end of an outage that the process which had it did not live to see: whoever follows the events
 * would take the log for failing for ever.
 */
@Injectable()
export class LostRecovery implements OnApplicationBootstrap {
  constructor(
    private readonly stats: StatsProjection,
    private readonly log: EventLog,
    private readonly publisher: EventPublisher,
    private readonly bus: EventEmitterReadinessWatcher,
  ) {}

  onApplicationBootstrap(): void {
    const outage = this.stats.logOutage;
    // One of this process's own ends by itself.
    if (!outage || this.log.condition !== 'ok') return;
    const durationMs = Math.max(0, Date.now() - Date.parse(outage.since));
    // Not awaited: the bus is made ready by a hook that may run after this one.
    void this.bus.waitUntilReady().then(() =>
      this.publisher.publish({
        type: 'log:recovered',
        sessionId: '',
        tenantId: '',
        data: { durationMs, lost: null },
      }),
    );
  }
}
