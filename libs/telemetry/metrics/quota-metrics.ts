import { Injectable } from '@nestjs/common';
import { QuotaNotices, QuotaUse } from '#quotas';
import { BoundedValues } from '../conventions/bounded-values.ts';
import { MetricsRegistry } from './metrics-registry.ts';

const MAX_TENANTS = 1_000;

/** Measures how much of their limits agents and tenants use, and counts what was refused because of one. */
@Injectable()
export class QuotaMetrics {
  readonly #tenants = new BoundedValues(MAX_TENANTS);

  constructor(
    registry: MetricsRegistry,
    notices: QuotaNotices,
    private readonly use: QuotaUse,
  ) {
    const refused = registry.counter(
      'crowsnest_quota_refused_total',
      'Requests that were refused because of a limit of their agent or tenant.',
      ['limit'],
    );
    notices.onRefused((limit) => refused.inc({ limit }));
    registry.labelledGauges(
      'crowsnest_quota_used_ratio',
      'The used part of each limit of a tenant; for its agents, that of the agent that uses most.',
      ['scope', 'tenant', 'limit'],
      () => this.#ratios(),
    );
  }

  /** One agent stands for all of its tenant: there may be too many for labels. */
  async #ratios() {
    const ratios = new Map<string, [labels: Record<string, string>, ratio: number]>();
    for (const { scope, tenantId, limit, used, max } of await this.use.list(null)) {
      const labels = { scope, tenant: this.#tenants.of(tenantId), limit };
      const key = Object.values(labels).join(' ');
      // The list begins with what is used most.
      if (!ratios.has(key)) ratios.set(key, [labels, used / max]);
    }
    return ratios.values();
  }
}
