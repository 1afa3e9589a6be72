/** How full a budget is left after room was made, so that it is not made anew for each message. */
const FILL = 0.9;

/** What keeps messages within a budget. */
export interface Keeper {
  /** The count of the budget when it last kept a message. */
  readonly lastKept: number;
  /** Forgets all that it keeps. */
  forget(): void;
}

interface Tenant {
  bytes: number;
  keepers: Set<Keeper>;
}

/**
 * The bytes that sessions keep, by tenant and in all. Where a tenant's are too many, its own sessions give way, the one
 * that was silent longest first; where all are too many, those of the tenant with the most. So nobody takes resumption
 * away from another.
 */
export class ReplayBudget {
  readonly #tenants = new Map<string, Tenant>();
  #bytes = 0;
  #count = 0;

  constructor(private readonly limits: { maxTenantBytes: number; maxTotalBytes: number }) {}

  get bytes(): number {
    return this.#bytes;
  }

  /** Counts bytes that were kept, and makes room where they are too many. Returns the count, for `lastKept`. */
  add(tenantId: string, keeper: Keeper, bytes: number): number {
    const tenant = this.#tenants.get(tenantId) ?? { bytes: 0, keepers: new Set() };
    this.#tenants.set(tenantId, tenant);
    tenant.keepers.add(keeper);
    tenant.bytes += bytes;
    this.#bytes += bytes;
    return (this.#count += 1);
  }

  /** Counts bytes that were dropped. */
  subtract(tenantId: string, bytes: number): void {
    const tenant = this.#tenants.get(tenantId);
    if (!tenant) return;
    tenant.bytes -= bytes;
    this.#bytes -= bytes;
  }

  /** A session has ended, with nothing kept. */
  leave(tenantId: string, keeper: Keeper): void {
    const tenant = this.#tenants.get(tenantId);
    tenant?.keepers.delete(keeper);
    if (tenant?.keepers.size === 0) this.#tenants.delete(tenantId);
  }

  /** Has sessions forget until the bytes are within their limits. */
  makeRoom(tenantId: string): void {
    const { maxTenantBytes, maxTotalBytes } = this.limits;
    const tenant = this.#tenants.get(tenantId);
    if (tenant && tenant.bytes > maxTenantBytes) shrink(tenant, maxTenantBytes * FILL);
    if (this.#bytes <= maxTotalBytes) return;
    for (const largest of [...this.#tenants.values()].toSorted((a, b) => b.bytes - a.bytes)) {
      const surplus = this.#bytes - maxTotalBytes * FILL;
      if (surplus <= 0) return;
      shrink(largest, Math.max(0, largest.bytes - surplus));
    }
  }
}

function shrink(tenant: Tenant, bytes: number): void {
  for (const keeper of [...tenant.keepers].toSorted((a, b) => a.lastKept - b.lastKept)) {
    if (tenant.bytes <= bytes) return;
    keeper.forget();
  }
}
