import { CLAIM_S, type Claim, type Claims } from '../../claims.ts';
import type { NatsBucket } from './nats-bucket.ts';
import { keyPart } from '../nats-names.ts';

const CLAIM = 'claim';
/** Maximum number of claims that are dropped with each new one: there are fewer of these than of those. */
const DROPPED = 2;

/** Claims in the bucket. One that is given up becomes `null`, which is then removed, unless it was claimed meanwhile. */
export class NatsClaims implements Claims {
  constructor(private readonly bucket: NatsBucket) {}

  async claim(key: string, owner: string): Promise<Claim> {
    const count = (held: Claim | null): Claim => ({
      owner: held?.owner ?? owner,
      uses: (held?.uses ?? 0) + 1,
    });
    const claim = await this.bucket.update<Claim | null>(keyOf(key), null, count);
    if (claim?.uses === 1) await this.#dropAbandoned();
    return claim ?? count(null);
  }

  async release(key: string, owner: string, uses?: number): Promise<Claim | undefined> {
    const isHeld = (held: Claim | null) =>
      held?.owner === owner && (uses === undefined || held.uses === uses);
    const left = await this.bucket.update<Claim | null>(keyOf(key), null, (held) =>
      isHeld(held) ? null : held,
    );
    if (left) return left;
    await this.bucket.removeIf(keyOf(key), (value) => value === null);
    return undefined;
  }

  async #dropAbandoned(): Promise<void> {
    for (let count = 0; count < DROPPED; count += 1) {
      const oldest = await this.bucket.oldest(CLAIM);
      if (!oldest || Date.now() - oldest.at < CLAIM_S * 1_000) return;
      await this.bucket.removeIf(oldest.key, (_, at) => at === oldest.at);
    }
  }
}

function keyOf(key: string): string {
  return `${CLAIM}.${keyPart(key)}`;
}
