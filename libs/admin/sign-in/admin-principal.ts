import type { AdminIdentity, AdminRole } from '#contract';

/** The admin who sent a request, as `@CurrentAdmin()` hands it to a handler. */
export interface AdminPrincipal {
  name: string;
  role: AdminRole;
  /** The one tenant that the admin sees; null: every tenant. */
  tenantId: string | null;
  /** The sign-in that the cookie stands for; null for a bearer token, which has no end. */
  session: AdminSession | null;
}

export interface AdminSession {
  id: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** The principal as `/auth/session` tells it. */
export function identityOf({ name, role, tenantId, session }: AdminPrincipal): AdminIdentity {
  return { name, role, tenantId, expiresAt: session && new Date(session.expiresAt).toISOString() };
}
