/** Every {@link AdminRole}. */
export const ADMIN_ROLES = ['viewer', 'auditor', 'operator', 'admin'] as const;

/**
 * What an admin may do: a `viewer` sees, an `auditor` also sees payloads and the audit trail, an `operator` sees and
 * gives commands, and an `admin` does all.
 */
export type AdminRole = (typeof ADMIN_ROLES)[number];

/** Whether `role` may do what `needed` may. An auditor and an operator may not do what the other may. */
export function reachesRole(role: AdminRole, needed: AdminRole): boolean {
  return role === needed || role === 'admin' || needed === 'viewer';
}
