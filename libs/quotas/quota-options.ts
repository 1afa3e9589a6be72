import type { LimitValues } from '#contract';

/** Limits of agents and tenants. The narrowest that is given holds for an agent: its own, or that of all agents. */
export interface QuotaOptions {
  /** The limits of each agent whose key has none of its own. */
  default?: LimitValues | undefined;
  /** The limits of all agents of a tenant together, by the name of the tenant. */
  tenants?: Record<string, LimitValues> | undefined;
}
