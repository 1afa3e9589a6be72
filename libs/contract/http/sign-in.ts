/** What an admin may do. */
export type AdminRole = 'viewer' | 'operator' | 'admin';

/**
 * The signed-in admin. `tenantId` is null for an admin who sees every tenant; `expiresAt` is null for a bearer token.
 */
export interface AdminIdentity {
  name: string;
  role: AdminRole;
  tenantId: string | null;
  expiresAt: string | null;
}

/** The cookie that keeps an admin signed in. */
export const SESSION_COOKIE = 'crowsnest_session';
