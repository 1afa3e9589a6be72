import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { compareEventIds, positionBefore, type EventId, type EventType } from '#contract';
import { Shutdown } from '#shutdown';
import { DeliveryGuard } from '../bus/delivery-guard.ts';
import { EventTail } from '../event-tail.ts';
import { EVENTS_MODULE_OPTIONS, type EventsModuleOptions } from '../events.module-definition.ts';
import { EventLog } from '../log/event-log.ts';
import { ProjectionKeeper } from '../projections/projection-keeper.ts';
import { ExpiringEvents } from './expiring-events.ts';
import { lookEveryMs } from './look-every.ts';

/**
 * Drops the events of tenants and of types that are stored for a shorter time than the log stores others. Instances that
 * share a log all look: who comes second finds nothing to drop.
 */
@Injectable()
export class EventRetention implements OnApplicationBootstrap {
  readonly #expiring: readonly ExpiringEvents[];
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly projections: ProjectionKeeper,
    private readonly tail: EventTail,
    private readonly guard: DeliveryGuard,
    @Inject(EVENTS_MODULE_OPTIONS) options: EventsModuleOptions,
    shutdown: Shutdown,
  ) {
    this.#expiring = expiringOf(log, options);
    shutdown.during('save checkpoints', () => this.#stop());
  }

  onApplicationBootstrap(): void {
    if (this.#expiring.length === 0) return;
    this.#timer = setInterval(
      () => {
        this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
      },
      lookEveryMs(this.#expiring.map(({ maxAgeMs }) => maxAgeMs)),
    ).unref();
  }

  async #look(): Promise<void> {
    let isAnyGone = false;
    for (const events of this.#expiring)
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

  async #stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }
}

function expiringOf(log: EventLog, { tenants = {}, types = {} }: EventsModuleOptions): ExpiringEvents[] {
  const ofTenants = Object.entries(tenants).map(([tenant, { maxAgeMs }]) => ({
    filter: { tenants: [tenant] },
    maxAgeMs,
  }));
  const ofTypes = Object.entries(types).map(([type, { maxAgeMs }]) => ({
    filter: { types: [type as EventType] },
    maxAgeMs,
  }));
  return [...ofTenants, ...ofTypes].flatMap(({ filter, maxAgeMs }) =>
    maxAgeMs === undefined ? [] : [new ExpiringEvents(log, filter, maxAgeMs)],
  );
}
