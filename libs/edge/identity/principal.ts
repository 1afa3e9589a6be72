import type { AdminRole } from '#contract';

/** Who sends a request: an agent or an admin. */
export type Principal = AgentPrincipal | AdminPrincipal;

/** An agent, as its key identifies it. */
export interface AgentPrincipal {
  readonly kind: 'agent';
  /** Unique, stable and opaque: derived from the key, not from its place in a list. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  readonly tenantId: string;
}

/** An admin, as a token or the cookie of a sign-in identifies them. */
export interface AdminPrincipal {
  readonly kind: 'admin';
  /** Unique, stable and opaque: derived from the token. */
  readonly id: string;
  readonly name: string;
  readonly role: AdminRole;
  /** The one tenant that the admin sees; null: every tenant. */
  readonly tenantId: string | null;
  /** The sign-in that the cookie stands for; null for a bearer token, which never expires. */
  readonly signIn: SignIn | null;
}

/** One sign-in of an admin, from `POST /auth/session` to its end. */
export interface SignIn {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}
