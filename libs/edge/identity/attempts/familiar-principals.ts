import { LRUCache } from 'lru-cache';
import type { Principal } from '../principal.ts';

/** Maximum number of pairs of network and principal. The pair that was seen longest ago is dropped first. */
const MAX_PAIRS = 1_000;

/**
 * Remembers which principals have authenticated from which networks, so that they are let through while guesses are
 * refused.
 */
export class FamiliarPrincipals {
  readonly #pairs = new LRUCache<string, true>({ max: MAX_PAIRS });

  remember(network: string, { id }: Pick<Principal, 'id'>): void {
    this.#pairs.set(`${network} ${id}`, true);
  }

  has(network: string, { id }: Principal): boolean {
    return this.#pairs.has(`${network} ${id}`);
  }

  /** All pairs with one of the networks. */
  of(networks: ReadonlySet<string>): [network: string, principalId: string][] {
    return Array.from(this.#pairs.keys(), pairIn).filter(([network]) => networks.has(network));
  }
}

/** Neither a network nor an id contains a space. */
function pairIn(key: string): [network: string, principalId: string] {
  const [network = '', id = ''] = key.split(' ');
  return [network, id];
}
