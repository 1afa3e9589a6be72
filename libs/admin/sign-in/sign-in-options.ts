import type { AdminRole } from '#contract';
import type { OidcOptions } from './oidc/oidc-options.ts';

/** Who may sign in, and where the server keeps what must outlive it. */
export interface SignInOptions {
  /** With none, the server makes one and keeps it in the data directory. */
  tokens: readonly AdminToken[];
  /** Made when it is missing; null keeps keys and sign-outs in memory, until the process ends. */
  dataDirectory: string | null;
  /** Providers of identities at which admins sign in too, or only. */
  oidc?: OidcOptions;
  /**
   * The page of a trace in another system, with `{traceId}` where its id belongs. Admins learn it when they sign in, and
   * the console links calls to it. Default: no link.
   */
  traceUrl?: string;
}

/** A secret, and what its holder may do. */
export type AdminToken = AdminRights & ({ token: string } | { tokenSha256: string });

/** What the holder of a token may do. `tokenSha256` is the SHA-256 of the UTF-8 text of a token, in lower-case hex. */
export interface AdminRights {
  /** The name that people see, such as in audit events. */
  name: string;
  role: AdminRole;
  /** The one tenant that the holder sees; null: every tenant. */
  tenantId: string | null;
  /** From then on the token opens nothing. Default: never. */
  expiresAt?: Date;
}
