import { reachesRole } from '#contract';
import type { AdminPrincipal } from '#edge';

/** Whether the admin may see arguments and results of calls. Others see that there are some, and how large. */
export function seesPayloads({ role }: Pick<AdminPrincipal, 'role'>): boolean {
  return reachesRole(role, 'auditor');
}
