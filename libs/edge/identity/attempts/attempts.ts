import { AttemptLimiter } from './attempt-limiter.ts';
import { FamiliarPrincipals } from './familiar-principals.ts';
import type { Principal } from '../principal.ts';

/**
 * Wrong attempts by client network, and who has authenticated from there. After too many wrong attempts, a network only
 * lets principals through that have authenticated from there before. So one client behind a shared address can neither
 * lock out the others nor continue to guess.
 */
export class Attempts {
  readonly #wrong = new AttemptLimiter();
  readonly #familiar = new FamiliarPrincipals();

  /** `whenWrong` is called with the network of each wrong attempt that is made here. */
  constructor(private readonly whenWrong?: (network: string) => void) {}

  /** Milliseconds until the network may try again; 0 when it may try now, as a familiar principal always may. */
  blockedForMs(network: string, principal: Principal | undefined): number {
    const blockedForMs = this.#wrong.blockedForMs(network);
    return blockedForMs > 0 && principal && this.#familiar.has(network, principal) ? 0 : blockedForMs;
  }

  countWrong(network: string): void {
    this.#wrong.countWrong(network);
    this.whenWrong?.(network);
  }

  /** Counts wrong attempts that were made elsewhere. */
  countElsewhere(network: string, times: number): void {
    this.#wrong.countWrong(network, times);
  }

  remember(network: string, principal: Pick<Principal, 'id'>): void {
    this.#familiar.remember(network, principal);
  }

  /** The ids of the principals that have authenticated from each of the networks. */
  familiarOf(networks: ReadonlySet<string>): [network: string, principalId: string][] {
    return this.#familiar.of(networks);
  }
}
