import type { LimitValues } from '#contract';
import type { AgentPrincipal } from './principal.ts';
import type { ToolRules } from './tool-rules.ts';
import { digestOf, principalIdOf, type SecretOf } from './secret-verifier.ts';

/** A bearer key of an agent, and what its holder may do. */
export type AgentKey = AgentRights & ({ key: string } | { keySha256: string });

/** What the holder of a key may do. `keySha256` is the SHA-256 of the UTF-8 text of a key, in lower-case hex. */
export interface AgentRights extends ToolRules {
  tenantId: string;
  /** The name that people see. Several keys may have it. Default: the tenant. */
  name?: string;
  /** From then on the key opens nothing. Default: never. */
  expiresAt?: Date;
  /** What its holder may do with tools that need scopes. Default: all. */
  scopes?: readonly string[];
  /** Its own limits, each of which replaces the default limit of agents. */
  limits?: LimitValues;
}

/** The SHA-256 of a key, as the server knows it. */
export function digestOfKey(key: AgentKey): Buffer {
  return digestOf('key' in key ? { secret: key.key } : { sha256: key.keySha256 });
}

/** A key with its principal. `serverKey` derives the id of the principal. */
export function agentOf(key: AgentKey, serverKey: string): SecretOf<AgentPrincipal> {
  const { tenantId, name = tenantId, expiresAt, allow, deny, scopes } = key;
  const digest = digestOfKey(key);
  const id = principalIdOf(serverKey, 'agent-key', digest);
  const tools = { ...(allow && { allow }), ...(deny && { deny }) };
  const principal = {
    kind: 'agent',
    id,
    name,
    tenantId,
    ...((allow ?? deny) && { tools }),
    ...(scopes && { scopes }),
  } as const;
  return { digest, principal, ...(expiresAt && { expiresAt: expiresAt.getTime() }) };
}
