import { Injectable } from '@nestjs/common';
import type { QuotaView } from '#contract';
import { CallWindows } from './call-windows.ts';
import { InUse } from './in-use.ts';
import { isPerMinute, WINDOW_MS, type Quota } from './quota.ts';
import { QuotaRules } from './quota-rules.ts';

/** Maximum number of quotas that are listed. */
const MAX_LISTED = 1_000;

/** Tells how much of each limit is used. */
@Injectable()
export class QuotaUse {
  constructor(
    private readonly rules: QuotaRules,
    private readonly windows: CallWindows,
    private readonly inUse: InUse,
  ) {}

  /**
   * The limits of a tenant and its agents, or of all tenants: of which most is used first. Agents whose keys have no
   * limits of their own are known once they have called this instance.
   */
  async list(tenantId: string | null): Promise<QuotaView[]> {
    const quotas = this.rules
      .all()
      .filter((quota) => quota.limit !== 'argumentBytes' && (tenantId ?? quota.tenantId) === quota.tenantId);
    const views = await Promise.all(quotas.slice(0, MAX_LISTED).map((quota) => this.#viewOf(quota)));
    return views.toSorted((a, b) => b.used / b.max - a.used / a.max);
  }

  async #viewOf(quota: Quota): Promise<QuotaView> {
    const { key: _, ...facts } = quota;
    if (!isPerMinute(quota.limit)) return { ...facts, used: this.#heldFor(quota) };
    const { used } = await this.windows.add(quota.key, 0);
    return { ...facts, used, windowMs: WINDOW_MS };
  }

  #heldFor(quota: Quota): number {
    return quota.limit === 'sessions' ? this.inUse.sessionsFor(quota) : this.inUse.callsFor(quota);
  }
}
