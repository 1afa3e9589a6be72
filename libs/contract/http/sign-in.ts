import type { AdminRole } from '../admin-role.ts';

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
  /** The page of a trace in another system, with `{traceId}` where its id belongs; missing if there is none. */
  traceUrl?: string;
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
