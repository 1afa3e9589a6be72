import type { Request } from 'express';
import { unauthenticated } from '../errors/edge-error.ts';
import type { AgentKeys } from './agent-keys.ts';
import { ANONYMOUS, type AnonymousAgents } from './anonymous-agents.ts';
import type { Attempts } from './attempts/attempts.ts';
import { BearerSource, type TokenVerifier } from './bearer-source.ts';
import { ForwardedSource, isForwarded } from './forwarded-source.ts';
import { Identities, type IdentitySource } from './identities.ts';
import type { AgentPrincipal } from './principal.ts';

const KEY_NEEDED = 'Unauthorized: send an agent key of this server as "Authorization: Bearer KEY"';
const TOKEN_NEEDED =
  'Unauthorized: send an access token or an agent key of this server as "Authorization: Bearer TOKEN"';

/** Access tokens of authorization servers, which come and go while the server runs. */
export interface AgentTokens extends TokenVerifier<AgentPrincipal> {
  /** Whether there is an authorization server at all. */
  readonly areAccepted: boolean;
  /** Whether requests of an agent with an access token are still served. */
  isValid(agent: AgentPrincipal): boolean;
}

/** How agents without a key of this server are identified. */
export interface AgentSources {
  anonymous: AnonymousAgents;
  tokens: AgentTokens;
  attempts: Attempts;
}

/** Identifies agents by their keys or access tokens, or as anonymous when they need none. */
export class AgentIdentities extends Identities<AgentPrincipal> {
  constructor(
    private readonly keys: AgentKeys,
    private readonly others: AgentSources,
  ) {
    super([new ForwardedSource<AgentPrincipal>('agent'), chosenSource(keys, others)], () =>
      others.tokens.areAccepted ? TOKEN_NEEDED : KEY_NEEDED,
    );
  }

  /**
   * Checks an agent again that was identified before the body of its request arrived. Throws 401 when its key or its issuer
   * was withdrawn, or its token has expired meanwhile. The instance that has handed a request over answers for its agent.
   */
  requireValid(agent: AgentPrincipal, request: Request): void {
    if (isForwarded(request)) return;
    if (!this.#isValid(agent)) throw unauthenticated(KEY_NEEDED, { error: 'invalid_token' });
  }

  #isValid(agent: AgentPrincipal): boolean {
    if (agent.issuerId !== undefined) return this.others.tokens.isValid(agent);
    return agent.id === ANONYMOUS.id ? !this.keys.areNeeded : this.keys.isValid(agent);
  }
}

/** What agents need may change while the server runs. */
function chosenSource(
  keys: AgentKeys,
  { anonymous, attempts, tokens }: AgentSources,
): IdentitySource<AgentPrincipal> {
  const byKey = new BearerSource([keys], KEY_NEEDED, attempts);
  const byToken = new BearerSource([keys, tokens], TOKEN_NEEDED, attempts);
  const bearer = (): IdentitySource<AgentPrincipal> => (tokens.areAccepted ? byToken : byKey);
  return { find: (request: Request) => (keys.areNeeded ? bearer() : anonymous).find(request) };
}
