import { LIMIT_NAMES, type LimitName, type LimitValues, type QuotaScope } from '#contract';
import type { AgentPrincipal } from '#edge';

/** Length of the window in which calls and bytes are counted, in milliseconds. It begins with the first call. */
export const WINDOW_MS = 60_000;

const PER_MINUTE: ReadonlySet<LimitName> = new Set(['callsPerMinute', 'argumentBytesPerMinute']);

/** One limit of one agent, or of all agents of one tenant together. */
export interface Quota {
  /** Identifies it, in all instances. */
  readonly key: string;
  readonly scope: QuotaScope;
  readonly name: string;
  readonly tenantId: string;
  /** The id of the agent's principal. Missing for a tenant. */
  readonly principal?: string;
  readonly limit: LimitName;
  readonly max: number;
}

/** The quotas of an agent with these limits. */
export function quotasOfAgent({ id, name, tenantId }: AgentPrincipal, limits: LimitValues): Quota[] {
  return quotasOf({ scope: 'agent', name, tenantId, principal: id }, limits, id);
}

/** The quotas of a tenant with these limits. */
export function quotasOfTenant(tenantId: string, limits: LimitValues): Quota[] {
  return quotasOf({ scope: 'tenant', name: tenantId, tenantId }, limits, tenantId);
}

/** Whether uses of a limit are counted in windows of a minute. */
export function isPerMinute(limit: LimitName): boolean {
  return PER_MINUTE.has(limit);
}

function quotasOf(whose: Omit<Quota, 'key' | 'limit' | 'max'>, limits: LimitValues, id: string): Quota[] {
  return LIMIT_NAMES.flatMap((limit) => {
    const max = limits[limit];
    return max === undefined ? [] : [{ ...whose, key: `${whose.scope}:${id}:${limit}`, limit, max }];
  });
}
