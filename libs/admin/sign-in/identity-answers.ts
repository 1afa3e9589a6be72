import type { AdminIdentity } from '#contract';
import type { AdminPrincipal } from '#edge';
import { identityOf } from './admin-principal.ts';

/** What `/auth/session` tells admins: who they are, and where the traces of calls can be seen. */
export class IdentityAnswers {
  constructor(private readonly traceUrl: string | undefined) {}

  of(admin: AdminPrincipal): AdminIdentity {
    const { traceUrl } = this;
    return { ...identityOf(admin), ...(traceUrl !== undefined && { traceUrl }) };
  }
}
