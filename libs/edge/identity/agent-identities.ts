import type { Request } from 'express';
import { unauthenticated } from '../errors/edge-error.ts';
import type { AgentKeys } from './agent-keys.ts';
import { ANONYMOUS, type AnonymousAgents } from './anonymous-agents.ts';
import type { Attempts } from './attempts.ts';
import { BearerSource, type TokenVerifier } from './bearer-source.ts';
import { ForwardedSource, isForwarded } from './forwarded-source.ts';
import { Identities, type IdentitySource } from './identities.ts';
import type { AgentPrincipal } from './principal.ts';

const KEY_NEEDED = 'Unauthorized: send an agent key of this server as "Authorization: Bearer KEY"';
const TOKEN_NEEDED =
  'Unauthorized: send an access token or an agent key of this server as "Authorization: Bearer TOKEN"';

/** How agents without a key of this server are identified. */
export interface AgentSources {
  anonymous: AnonymousAgents;
  /** Access tokens of authorization servers, if there are any. */
  tokens?: TokenVerifier<AgentPrincipal> | undefined;
  attempts: Attempts;
}

/** Identifies agents by their keys or access tokens, or as anonymous when they need none. */
export class AgentIdentities extends Identities<AgentPrincipal> {
  constructor(
    private readonly keys: AgentKeys,
    { anonymous, attempts, tokens }: AgentSources,
  ) {
    const needed = tokens ? TOKEN_NEEDED : KEY_NEEDED;
    const bearer = new BearerSource(tokens ? [keys, tokens] : [keys], needed, attempts);
    super(
      [new ForwardedSource<AgentPrincipal>('agent'), chosenSource(keys, bearer, anonymous)],
      () => needed,
    );
  }

  /**
   * Checks an agent again that was identified before the body of its request arrived. Throws 401 when its key was
   * withdrawn or its token has expired meanwhile. The instance that has handed a request over answers for its agent.
   */
  requireValid(agent: AgentPrincipal, request: Request): void {
    if (isForwarded(request)) return;
    const isValid = agent.expiresAt === undefined ? this.#isKnown(agent) : Date.now() < agent.expiresAt;
    if (!isValid) throw unauthenticated(KEY_NEEDED, { error: 'invalid_token' });
  }

  #isKnown(agent: AgentPrincipal): boolean {
    return agent.id === ANONYMOUS.id ? !this.keys.areNeeded : this.keys.isValid(agent);
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
