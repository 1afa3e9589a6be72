import type { Principal } from './principal.ts';

/** Maximum number of pairs of network and principal. The one seen longest ago is dropped first. */
const MAX_PAIRS = 1_000;

/** Remembers which principals were right from which networks: they get through where guesses are refused. */
export class FamiliarPrincipals {
  readonly #pairs = new Set<string>();

  remember(network: string, { id }: Principal): void {
    const pair = `${network} ${id}`;
    this.#pairs.delete(pair);
    this.#pairs.add(pair);
    const [oldest] = this.#pairs;
    if (oldest !== undefined && this.#pairs.size > MAX_PAIRS) this.#pairs.delete(oldest);
  }

  has(network: string, { id }: Principal): boolean {
    return this.#pairs.has(`${network} ${id}`);
  }
}
