/** The share of a budget that stays in use after room was made, so that not every message has to make room again. */
const FILL = 0.9;

/** Keeps messages within a budget. */
export interface Keeper {
  /** The budget's counter at the time of its last message. */
  readonly lastKept: number;
  /** Drops all its messages. */
  forget(): void;
}

interface Tenant {
  bytes: number;
  keepers: Set<Keeper>;
}

/**
 * Limits the bytes that sessions keep, per tenant and in total. When a tenant exceeds its limit, its own sessions
 * drop their messages, the longest silent one first. When the total is exceeded, the tenant that keeps the most does.
 * No tenant can take resumption away from one that keeps less.
 */
export class ReplayBudget {
  readonly #tenants = new Map<string, Tenant>();
  #bytes = 0;
  #count = 0;

  constructor(private readonly limits: { maxTenantBytes: number; maxTotalBytes: number }) {}

  get bytes(): number {
    return this.#bytes;
  }

  /** Counts kept bytes, and makes room when there are too many. Returns the counter for `lastKept`. */
  add(tenantId: string, keeper: Keeper, bytes: number): number {
    const tenant = this.#tenants.get(tenantId) ?? { bytes: 0, keepers: new Set() };
    this.#tenants.set(tenantId, tenant);
    tenant.keepers.add(keeper);
    tenant.bytes += bytes;
    this.#bytes += bytes;
    return (this.#count += 1);
  }

  /** Subtracts dropped bytes. */
  subtract(tenantId: string, bytes: number): void {
    const tenant = this.#tenants.get(tenantId);
    if (!tenant) return;
    tenant.bytes -= bytes;
    this.#bytes -= bytes;
  }

  /** Removes a session that has ended and keeps nothing. */
  leave(tenantId: string, keeper: Keeper): void {
    const tenant = this.#tenants.get(tenantId);
    tenant?.keepers.delete(keeper);
    if (tenant?.keepers.size === 0) this.#tenants.delete(tenantId);
  }

  /** Makes sessions drop messages until the bytes are within their limits. */
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
