import type { AdminRole } from '#contract';
import type { ToolRules } from './tool-rules.ts';

/** The sender of a request: an agent, an admin, or an observer outside. */
export type Principal = AgentPrincipal | AdminPrincipal | ObserverPrincipal;

/** The sender of a request between instances: itself, or whoever has sent the request that it hands over. */
export type PeerSender = Principal | InstancePrincipal;

/** Another instance that shares the log. */
export interface InstancePrincipal {
  readonly kind: 'instance';
  readonly id: string;
}

/** An agent that is identified by its key, or by an access token. */
export interface AgentPrincipal {
  readonly kind: 'agent';
  /** A unique, stable and opaque id that is derived from the key, or from what an access token says. */
  readonly id: string;
  /** The name that people see. */
  readonly name: string;
  readonly tenantId: string;
  /** Which tools it may use by its own rules; undefined for all. */
  readonly tools?: ToolRules;
  /** The scopes that it has; undefined for all. */
  readonly scopes?: readonly string[];
  /** When its access token expires, in milliseconds since 1970; undefined for a key. */
  readonly expiresAt?: number;
  /** The opaque id of the issuer of its access token; undefined for a key. */
  readonly issuerId?: string;
}

/** An observer outside, which is identified by its key. */
export interface ObserverPrincipal {
  readonly kind: 'observer';
  /** A unique, stable and opaque id that is derived from the key. */
  readonly id: string;
  readonly name: string;
  /** The tenant of all sessions that it reports. */
  readonly tenantId: string;
}

/** An admin who is identified by a token or by the cookie of a sign-in. */
export interface AdminPrincipal {
  readonly kind: 'admin';
  /** A unique, stable and opaque id that is derived from the token. */
  readonly id: string;
  readonly name: string;
  readonly role: AdminRole;
  /** The only tenant that the admin sees; null for all tenants. */
  readonly tenantId: string | null;
  /** The sign-in of the cookie; null for a bearer token, which never expires. */
  readonly signIn: SignIn | null;
  /** The network of the client, if another instance has handed its request over. */
  readonly from?: string;
}

/** A sign-in of an admin, from `POST /auth/session` or the return from a provider until it ends. */
export interface SignIn {
  readonly id: string;
  /** In milliseconds since 1970. */
  readonly expiresAt: number;
  /** Missing for a sign-in by token. */
  readonly provider?: {
    /** The name of the provider of identities that the admin has signed in at. */
    readonly name: string;
    /** From then on it has to vouch for the admin again: milliseconds since 1970. */
    readonly checkedUntil: number;
  };
}
