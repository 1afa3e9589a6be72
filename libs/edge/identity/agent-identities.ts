import type { Request } from 'express';
import { unauthenticated } from '../errors/edge-error.ts';
import type { AgentKeys } from './agent-keys.ts';
import { ANONYMOUS, type AnonymousAgents } from './anonymous-agents.ts';
import type { Attempts } from './attempts.ts';
import { BearerSource } from './bearer-source.ts';
import { ForwardedSource, isForwarded } from './forwarded-source.ts';
import { Identities, type IdentitySource } from './identities.ts';
import type { AgentPrincipal } from './principal.ts';

const KEY_NEEDED = 'Unauthorized: send an agent key of this server as "Authorization: Bearer KEY"';

/** Identifies agents by their keys, or as anonymous when they need none. */
export class AgentIdentities extends Identities<AgentPrincipal> {
  constructor(
    private readonly keys: AgentKeys,
    { anonymous, attempts }: { anonymous: AnonymousAgents; attempts: Attempts },
  ) {
    const bearer = new BearerSource([keys], KEY_NEEDED, attempts);
    super(
      [new ForwardedSource<AgentPrincipal>('agent'), chosenSource(keys, bearer, anonymous)],
      () => KEY_NEEDED,
    );
  }

  /**
   * Checks an agent again that was identified before the body of its request arrived. Throws 401 when its key was
   * withdrawn meanwhile. The instance that has handed a request over answers for its agent.
   */
  requireValid(agent: AgentPrincipal, request: Request): void {
    if (isForwarded(request)) return;
    const isValid = agent.id === ANONYMOUS.id ? !this.keys.areNeeded : this.keys.isValid(agent);
    if (!isValid) throw unauthenticated(KEY_NEEDED);
  }
}

/** Whether keys are needed may change while the server runs. */
function chosenSource(
  keys: AgentKeys,
  bearer: IdentitySource<AgentPrincipal>,
  anonymous: IdentitySource<AgentPrincipal>,
): IdentitySource<AgentPrincipal> {
  return { find: (request: Request) => (keys.areNeeded ? bearer : anonymous).find(request) };
}
