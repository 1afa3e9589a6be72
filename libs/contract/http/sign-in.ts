/** What an admin may do. */
export type AdminRole = 'viewer' | 'operator' | 'admin';

/** Who is signed in. `tenantId` is null for those who see every tenant; `expiresAt` is null for a bearer token. */
export interface AdminIdentity {
  name: string;
  role: AdminRole;
  tenantId: string | null;
  expiresAt: string | null;
}

/** The cookie that keeps an admin signed in. */
export const SESSION_COOKIE = 'crowsnest_session';
