import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Shutdown } from '#shutdown';
import { DeliveryGuard } from '../bus/delivery-guard.ts';
import { EventTail } from '../event-tail.ts';
import { EventLog } from '../log/event-log.ts';
import { byRule } from './by-rule.ts';
import { lookEveryMs } from './look-every.ts';
import { RegularLook } from './regular-look.ts';
import { RetentionRules } from './retention-rules.ts';
import { TenantPayloads } from './tenant-payloads.ts';

/**
 * Erases the payloads of tenants that keep them for a shorter time than the log does, whatever its engine. Instances that
 * share a log all look: who comes second finds nothing to erase, and forgets what it holds in memory.
 */
@Injectable()
export class PayloadRetention implements OnApplicationBootstrap {
  readonly #regularLook = new RegularLook(() => this.#look());
  #tenants: ReadonlyMap<string, TenantPayloads> = new Map();

  constructor(
    private readonly log: EventLog,
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
    const { ofPayloads } = this.rules;
    this.#tenants = byRule(
      this.#tenants,
      ofPayloads,
      ({ tenantId, maxAgeMs }) => new TenantPayloads(this.log, tenantId, maxAgeMs),
    );
    this.#regularLook.every(lookEveryMs(ofPayloads));
  }

  async #look(): Promise<void> {
    let isAnyGone = false;
    for (const payloads of this.#tenants.values())
      try {
        if (await payloads.expire()) isAnyGone = true;
      } catch (error) {
        this.guard.report('The retention of payloads', error);
      }
    if (isAnyGone) this.tail.forget();
  }
}
