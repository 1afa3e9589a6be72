import { Subject, type Observable } from 'rxjs';
import type { LimitValues } from '#contract';
import { agentOf, type AgentKey } from './agent-key.ts';
import { ANONYMOUS } from './anonymous-agents.ts';
import { delayTo } from './delay-to.ts';
import type { AgentPrincipal } from './principal.ts';
import { SecretVerifier } from './secret-verifier.ts';

/** An agent whose key has limits of its own. */
export interface LimitedAgent {
  agent: AgentPrincipal;
  limits: LimitValues;
}

/** The keys that agents send. They can be replaced while the server runs. */
export class AgentKeys extends SecretVerifier<AgentPrincipal> {
  readonly #withdrawn = new Subject<string>();
  /** The rights of the principals that were valid at the last look, by the id of the principal. */
  #valid = new Map<string, string>();
  #nextExpiry: NodeJS.Timeout | undefined;
  readonly #replaced = new Subject<void>();
  #limited: readonly LimitedAgent[];
  readonly #serverKey: string;
  #areNeeded: boolean;

  /** `serverKey` derives the ids of the principals. */
  constructor(
    keys: readonly AgentKey[],
    { serverKey, areNeeded }: { serverKey: string; areNeeded: boolean },
  ) {
    super(keys.map((key) => agentOf(key, serverKey)));
    this.#serverKey = serverKey;
    this.#areNeeded = areNeeded;
    this.#limited = limitedOf(keys, serverKey);
    this.#look();
  }

  /** Whether agents need a key. Once they do, they always will: withdrawing the last key lets nobody in. */
  get areNeeded(): boolean {
    return this.#areNeeded;
  }

  /** The id of each principal whose key is withdrawn, has expired, or comes with other rights. */
  get withdrawn(): Observable<string> {
    return this.#withdrawn;
  }

  /** The agents whose keys have limits of their own. */
  get limited(): readonly LimitedAgent[] {
    return this.#limited;
  }

  /** Emits after all keys were replaced. */
  get replaced(): Observable<void> {
    return this.#replaced;
  }

  /** Whether requests of the principal are still served. */
  isValid(agent: AgentPrincipal): boolean {
    const known = this.findById(agent.id);
    // The same object until the keys are replaced.
    return known === agent || (known !== undefined && rightsOf(known) === rightsOf(agent));
  }

  /** Puts other keys in the place of all. `areNeeded`: agents need one from now on, even if there is none. */
  replaceAll(keys: readonly AgentKey[], { areNeeded = keys.length > 0 } = {}): void {
    this.replace(keys.map((key) => agentOf(key, this.#serverKey)));
    if (areNeeded) this.endAnonymity();
    this.#limited = limitedOf(keys, this.#serverKey);
    this.#replaced.next();
    this.#look();
  }

  /** From now on agents need a key or an access token. */
  endAnonymity(): void {
    if (this.#areNeeded) return;
    this.#areNeeded = true;
    this.#withdrawn.next(ANONYMOUS.id);
  }

  /** Called by Nest. */
  onModuleDestroy(): void {
    clearTimeout(this.#nextExpiry);
    this.#withdrawn.complete();
    this.#replaced.complete();
  }

  /** Reports agents that are no longer valid, and checks again when the next key expires. */
  #look(): void {
    const now = Date.now();
    const valid = this.known.filter(({ expiresAt = Infinity }) => now < expiresAt);
    const before = this.#valid;
    this.#valid = new Map(valid.map(({ principal }) => [principal.id, rightsOf(principal)]));
    const next = Math.min(...valid.map(({ expiresAt = Infinity }) => expiresAt));
    clearTimeout(this.#nextExpiry);
    if (next < Infinity) this.#nextExpiry = setTimeout(() => this.#look(), delayTo(next)).unref();
    for (const [id, rights] of before) if (this.#valid.get(id) !== rights) this.#withdrawn.next(id);
  }
}

function limitedOf(keys: readonly AgentKey[], serverKey: string): LimitedAgent[] {
  return keys.flatMap((key) =>
    key.limits ? [{ agent: agentOf(key, serverKey).principal, limits: key.limits }] : [],
  );
}

function rightsOf({ tenantId, tools, scopes }: AgentPrincipal): string {
  return JSON.stringify([tenantId, tools, scopes]);
}
