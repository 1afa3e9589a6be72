import { Injectable } from '@nestjs/common';
import type { EventDraft, LogOutage } from '#contract';
import { EventLog, EventPublisher, InstanceKeeper, ProjectionKeeper, type LeftOpen } from '#events';
import { StatsProjection } from './stats-projection.ts';

/**
 * Publishes the end of a log outage of an earlier process, which ended before the log recovered. Otherwise every reader
 * of the events would consider the log degraded for ever.
 */
@Injectable()
export class LostRecovery {
  constructor(
    private readonly stats: StatsProjection,
    publisher: EventPublisher,
    projections: ProjectionKeeper,
    log: EventLog,
    instances: InstanceKeeper,
  ) {
    instances.onGone((gone) => this.#leftBy(gone));
    projections.onRestored(() => {
      const outage = stats.logOutage;
      if (outage && !log.isShared) publisher.publish(recoveryFrom(outage));
    });
  }

  #leftBy(gone: ReadonlySet<string>): LeftOpen[] {
    const outage = this.stats.logOutage;
    if (outage?.instance === undefined || !gone.has(outage.instance)) return [];
    return [{ instance: outage.instance, end: recoveryFrom(outage) }];
  }
}

/** The end of an outage that nobody has told. */
export function recoveryFrom({ since }: LogOutage): EventDraft {
  const durationMs = Math.max(0, Date.now() - Date.parse(since));
  return { type: 'log:recovered', sessionId: '', tenantId: '', data: { durationMs, lost: null } };
}
