import type { AdminIdentity } from '#contract';
import type { AdminPrincipal } from '#edge';

/** The principal as `/auth/session` describes it. */
export function identityOf({ name, role, tenantId, signIn }: AdminPrincipal): AdminIdentity {
  return { name, role, tenantId, expiresAt: signIn && new Date(signIn.expiresAt).toISOString() };
}
