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

/**
 * The signed-in admin. `tenantId` is null for an admin who sees every tenant; `expiresAt` is null for a bearer token.
 */
export interface AdminIdentity {
  name: string;
  role: AdminRole;
  tenantId: string | null;
  expiresAt: string | null;
  /** The name of the provider that the admin has signed in at. Missing for a token. */
  provider?: string;
}

/** `GET /auth/providers`: how people sign in here. */
export interface SignInWays {
  /** Whether admins may sign in with a token. */
  tokens: boolean;
  /** Providers of identities, in the order of the configuration. */
  providers: { name: string; title: string }[];
  /** The provider that this browser's sign-in has to pass by again, which needs nobody to do anything. */
  again?: string;
}

/** The cookie that keeps an admin signed in. */
export const SESSION_COOKIE = 'crowsnest_session';
