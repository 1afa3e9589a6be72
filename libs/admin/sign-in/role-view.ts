import { reachesRole, type EventFilter } from '#contract';
import type { AdminPrincipal } from '#edge';
import type { StatsSight } from '#stats';

type Role = Pick<AdminPrincipal, 'role'>;

/** Whether the admin may see arguments and results of calls. Others see that there are some, and how large. */
export function seesPayloads({ role }: Role): boolean {
  return reachesRole(role, 'auditor');
}

/** Whether the admin may see what admins did. */
function seesTrail({ role }: Role): boolean {
  return reachesRole(role, 'auditor');
}

/** What a filter leaves out for the admin, because of the role. */
export function hiddenFrom(admin: Role): Pick<EventFilter, 'hidesTrail'> {
  return seesTrail(admin) ? {} : { hidesTrail: true };
}

/** What the admin sees of the counters and of the events beside them. */
export function sightOf(admin: Pick<AdminPrincipal, 'role' | 'tenantId'>): StatsSight {
  return { tenantId: admin.tenantId, showsTrail: seesTrail(admin) };
}
