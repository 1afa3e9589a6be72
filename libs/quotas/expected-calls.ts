import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { AgentPrincipal } from '#edge';
import { RunningCalls } from '#sessions';

/** Calls of one request that were admitted and have not begun. */
interface Expected {
  left: number;
}

/**
 * The calls that were admitted and have not begun: requests that arrive at the same time count, too. An expected call
 * begins, or its response closes.
 */
@Injectable()
export class ExpectedCalls {
  readonly #ofAgents = new Map<string, Set<Expected>>();
  readonly #tenants = new Map<string, string>();

  constructor(calls: RunningCalls) {
    calls.onBegin(({ principalId }) => this.#begun(principalId));
  }

  /** Expects calls of an agent until they begin, or the response closes. Returns a function that ends it sooner. */
  expect({ id, tenantId }: AgentPrincipal, count: number, response: Response): () => void {
    const expected = { left: count };
    const all = this.#ofAgents.get(id) ?? new Set();
    this.#ofAgents.set(id, all.add(expected));
    this.#tenants.set(id, tenantId);
    const end = (): void => this.#end(id, expected);
    response.once('close', end);
    return end;
  }

  /** Number of expected calls of an agent. */
  countOf(principalId: string): number {
    let count = 0;
    for (const { left } of this.#ofAgents.get(principalId) ?? []) count += left;
    return count;
  }

  /** Number of expected calls of a tenant. Takes time proportional to the number of agents that expect calls. */
  countOfTenant(tenantId: string): number {
    let count = 0;
    for (const id of this.#ofAgents.keys()) if (this.#tenants.get(id) === tenantId) count += this.countOf(id);
    return count;
  }

  /** Whichever of them has begun, the oldest counts: only their number matters. */
  #begun(principalId: string): void {
    // Without limits no call is expected.
    if (this.#ofAgents.size === 0) return;
    const [oldest] = this.#ofAgents.get(principalId) ?? [];
    if (!oldest) return;
    oldest.left -= 1;
    if (oldest.left === 0) this.#end(principalId, oldest);
  }

  #end(principalId: string, expected: Expected): void {
    const all = this.#ofAgents.get(principalId);
    if (!all?.delete(expected) || all.size > 0) return;
    this.#ofAgents.delete(principalId);
    this.#tenants.delete(principalId);
  }
}
