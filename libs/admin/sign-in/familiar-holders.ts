import type { TokenHolder } from './admin-tokens.ts';

/** As many pairs of address and token are remembered; the one seen longest ago gives way. */
const MAX_PAIRS = 1_000;

/** From which addresses which tokens were right before: they are let through where guessing is refused. */
export class FamiliarHolders {
  readonly #pairs = new Set<string>();

  remember(address: string, { fingerprint }: TokenHolder): void {
    const pair = `${address} ${fingerprint}`;
    this.#pairs.delete(pair);
    this.#pairs.add(pair);
    const [oldest] = this.#pairs;
    if (oldest !== undefined && this.#pairs.size > MAX_PAIRS) this.#pairs.delete(oldest);
  }

  has(address: string, { fingerprint }: TokenHolder): boolean {
    return this.#pairs.has(`${address} ${fingerprint}`);
  }
}
