import type { AdminRole } from '#contract';

/** Who may sign in, and where the server keeps what must outlive it. */
export interface SignInOptions {
  /** With none, the server makes one and keeps it in the data directory. */
  tokens: readonly AdminToken[];
  /** Made when it is missing; null keeps keys and sign-outs in memory, until the process ends. */
  dataDirectory: string | null;
}

/** A secret, and what its holder may do. */
export interface AdminToken {
  token: string;
  name: string;
  role: AdminRole;
  /** The one tenant that the holder sees; null: every tenant. */
  tenantId: string | null;
}
