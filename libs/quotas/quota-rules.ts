import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { AgentPrincipal, LimitedAgent } from '#edge';
import { quotasOfAgent, quotasOfTenant, type Quota } from './quota.ts';
import type { QuotaOptions } from './quota-options.ts';
import { QUOTAS_MODULE_OPTIONS } from './quotas.module-definition.ts';

/** Maximum number of agents whose quotas are remembered. */
const MAX_AGENTS = 1_000;

/** Which limits hold for whom. They can be replaced while the server runs. */
@Injectable()
export class QuotaRules {
  readonly #own = new Map<string, LimitedAgent>();
  /** The quotas of the agents that have called lately, by the id of their principal. */
  readonly #agents = new LRUCache<string, readonly Quota[]>({ max: MAX_AGENTS });
  #tenants: ReadonlyMap<string, readonly Quota[]> = new Map();
  #options: QuotaOptions;

  constructor(@Inject(QUOTAS_MODULE_OPTIONS) options: QuotaOptions) {
    this.#options = options;
    this.replaceAll(options);
  }

  /** Whether anybody has a limit. */
  get areSet(): boolean {
    return this.#tenants.size > 0 || this.#own.size > 0 || this.#options.default !== undefined;
  }

  /** Puts other limits in the place of all but those of single agents. What was counted goes on to count. */
  replaceAll(options: QuotaOptions): void {
    const tenants = Object.entries(options.tenants ?? {});
    this.#options = options;
    this.#tenants = new Map(tenants.map(([name, limits]) => [name, quotasOfTenant(name, limits)]));
    this.#agents.clear();
  }

  /** Puts other agents in the place of all whose keys have limits. */
  replaceAgents(limited: readonly LimitedAgent[]): void {
    this.#own.clear();
    for (const one of limited) this.#own.set(one.agent.id, one);
    this.#agents.clear();
  }

  /** The quotas of an agent and of its tenant. */
  of(agent: AgentPrincipal): readonly Quota[] {
    let quotas = this.#agents.get(agent.id);
    if (!quotas) this.#agents.set(agent.id, (quotas = this.#quotasOf(agent)));
    return quotas;
  }

  /** The quotas of every tenant that has limits, of the agents with limits of their own, and of those that called lately. */
  all(): Quota[] {
    for (const { agent } of this.#own.values()) this.of(agent);
    const ofAgents = [...this.#agents.values()].flat().filter(({ scope }) => scope === 'agent');
    return [...[...this.#tenants.values()].flat(), ...ofAgents];
  }

  #quotasOf(agent: AgentPrincipal): readonly Quota[] {
    const limits = { ...this.#options.default, ...this.#own.get(agent.id)?.limits };
    return [...quotasOfAgent(agent, limits), ...(this.#tenants.get(agent.tenantId) ?? [])];
  }
}
