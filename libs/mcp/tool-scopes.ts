import { Injectable } from '@nestjs/common';
import { EdgeError, type AgentPrincipal } from '#edge';
import type { Offer } from '#tools';
import { UsableTools } from './usable-tools.ts';

/** Refuses calls of tools whose scopes an agent does not have. */
@Injectable()
export class ToolScopes {
  constructor(private readonly usable: UsableTools) {}

  /**
   * Call it before a call of the body begins. Throws an `EdgeError`, 403, that names every scope which the calls need. An
   * unknown tool, and one that the agent may not know of, needs none.
   */
  admitMessages(agent: AgentPrincipal, offer: Offer, body: unknown): void {
    const { scopes: granted } = agent;
    if (granted === undefined) return;
    const needed = new Set([body].flat().flatMap((message) => this.#scopesOf(agent, offer, message)));
    const scopes = [...needed];
    if (scopes.every((scope) => granted.includes(scope))) return;
    const message = `Forbidden: the call needs the scope ${scopes.join(' ')}`;
    throw new EdgeError(403, 'INSUFFICIENT_SCOPE', message, {
      challenge: { error: 'insufficient_scope', scopes },
    });
  }

  #scopesOf(agent: AgentPrincipal, offer: Offer, message: unknown): readonly string[] {
    const { method, params } = (message ?? {}) as { method?: unknown; params?: { name?: unknown } | null };
    const name = params?.name;
    if (method !== 'tools/call' || typeof name !== 'string') return [];
    return this.usable.mayUse(agent, offer, name) ? offer.requiredScopes(name) : [];
  }
}
