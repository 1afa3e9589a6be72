import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { compareEventIds, positionBefore, type EventId } from '#contract';
import { Shutdown } from '#shutdown';
import { DeliveryGuard } from '../bus/delivery-guard.ts';
import { EventTail } from '../event-tail.ts';
import { EventLog } from '../log/event-log.ts';
import { ProjectionKeeper } from '../projections/projection-keeper.ts';
import { byRule } from './by-rule.ts';
import { ExpiringEvents } from './expiring-events.ts';
import { lookEveryMs } from './look-every.ts';
import { RegularLook } from './regular-look.ts';
import { RetentionRules } from './retention-rules.ts';

/**
 * Drops the events of tenants and of types that are stored for a shorter time than the log stores others. Instances that
 * share a log all look: who comes second finds nothing to drop.
 */
@Injectable()
export class EventRetention implements OnApplicationBootstrap {
  readonly #regularLook = new RegularLook(() => this.#look());
  #expiring: ReadonlyMap<string, ExpiringEvents> = new Map();

  constructor(
    private readonly log: EventLog,
    private readonly projections: ProjectionKeeper,
    private readonly tail: EventTail,
    private readonly guard: DeliveryGuard,
    private readonly rules: RetentionRules,
    shutdown: Shutdown,
  ) {
    shutdown.during('save checkpoints', () => this.#regularLook.stop());
  }

  onApplicationBootstrap(): void {
    this.#follow();
    this.rules.replaced.subscribe(() => this.#follow());
  }

  #follow(): void {
    const { ofEvents } = this.rules;
    this.#expiring = byRule(
      this.#expiring,
      ofEvents,
      ({ filter, maxAgeMs }) => new ExpiringEvents(this.log, filter, maxAgeMs),
    );
    this.#regularLook.every(lookEveryMs(ofEvents));
  }

  async #look(): Promise<void> {
    let isAnyGone = false;
    for (const events of this.#expiring.values())
      try {
        if (await events.expire(this.#upTo)) isAnyGone = true;
      } catch (error) {
        this.guard.report('The retention of events', error);
      }
    if (isAnyGone) this.tail.forget();
  }

  /**
   * The last event that may be dropped: it is in every saved projection, so that nothing is dropped that was not counted. The
   * newest event of the log stays, because it tells how the log goes on.
   */
  get #upTo(): EventId {
    const { savedUpTo } = this.projections;
    const last = positionBefore(this.log.last);
    return compareEventIds(savedUpTo, last) < 0 ? savedUpTo : last;
  }
}
