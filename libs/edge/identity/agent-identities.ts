import { ForwardedSource } from './forwarded-source.ts';
import { AnonymousAgents } from './anonymous-agents.ts';
import type { Attempts } from './attempts.ts';
import { BearerSource } from './bearer-source.ts';
import { Identities } from './identities.ts';
import type { AgentPrincipal } from './principal.ts';
import { digestOf, principalIdOf, SecretVerifier } from './secret-verifier.ts';

/** A bearer key of an agent, and the tenant of the agent. */
export interface AgentKey {
  tenantId: string;
  key: string;
}

const KEY_NEEDED = 'Unauthorized: send an agent key of this server as "Authorization: Bearer KEY"';

/** Identifies agents by their keys, or as anonymous when no keys are configured. */
export class AgentIdentities extends Identities<AgentPrincipal> {
  constructor(
    keys: readonly AgentKey[],
    serverKey: string,
    { anonymous, attempts }: { anonymous: AnonymousAgents; attempts: Attempts },
  ) {
    const source = keys.length > 0 ? keySource(keys, serverKey, attempts) : anonymous;
    super([new ForwardedSource<AgentPrincipal>('agent'), source], () => KEY_NEEDED);
  }
}

function keySource(
  keys: readonly AgentKey[],
  serverKey: string,
  attempts: Attempts,
): BearerSource<AgentPrincipal> {
  const secrets = keys.map(({ tenantId, key }) => {
    const digest = digestOf({ secret: key });
    const id = principalIdOf(serverKey, 'agent-key', digest);
    return { digest, principal: { kind: 'agent' as const, id, name: tenantId, tenantId } };
  });
  return new BearerSource([new SecretVerifier(secrets)], KEY_NEEDED, attempts);
}
