import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Shutdown } from '#shutdown';
import { DeliveryGuard } from '../bus/delivery-guard.ts';
import { EventTail } from '../event-tail.ts';
import { EVENTS_MODULE_OPTIONS, type EventsModuleOptions } from '../events.module-definition.ts';
import { EventLog } from '../log/event-log.ts';
import { lookEveryMs } from './look-every.ts';
import { TenantPayloads } from './tenant-payloads.ts';

/**
 * Erases the payloads of tenants that keep them for a shorter time than the log does, whatever its engine. Instances that
 * share a log all look: who comes second finds nothing to erase, and forgets what it holds in memory.
 */
@Injectable()
export class PayloadRetention implements OnApplicationBootstrap {
  readonly #tenants: readonly TenantPayloads[];
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(
    log: EventLog,
    private readonly tail: EventTail,
    private readonly guard: DeliveryGuard,
    @Inject(EVENTS_MODULE_OPTIONS) { tenants = {} }: EventsModuleOptions,
    shutdown: Shutdown,
  ) {
    this.#tenants = Object.entries(tenants).flatMap(([tenantId, { payloadMaxAgeMs }]) =>
      payloadMaxAgeMs === undefined ? [] : [new TenantPayloads(log, tenantId, payloadMaxAgeMs)],
    );
    shutdown.during('save checkpoints', () => this.#stop());
  }

  onApplicationBootstrap(): void {
    if (this.#tenants.length === 0) return;
    const lookMs = lookEveryMs(this.#tenants.map(({ maxAgeMs }) => maxAgeMs));
    this.#timer = setInterval(() => {
      this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    }, lookMs).unref();
  }

  async #look(): Promise<void> {
    let isAnyGone = false;
    for (const payloads of this.#tenants)
      try {
        if (await payloads.expire()) isAnyGone = true;
      } catch (error) {
        this.guard.report('The retention of payloads', error);
      }
    if (isAnyGone) this.tail.forget();
  }

  async #stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }
}
