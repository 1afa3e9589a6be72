import type { AdminIdentity } from '#contract';
import type { AdminPrincipal } from '#edge';

/** The principal as `/auth/session` describes it. */
export function identityOf({ name, role, tenantId, signIn }: AdminPrincipal): AdminIdentity {
  const expiresAt = signIn && new Date(signIn.expiresAt).toISOString();
  return { name, role, tenantId, expiresAt, ...(signIn?.provider && { provider: signIn.provider.name }) };
}
