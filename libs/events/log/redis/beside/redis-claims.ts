import { CLAIM_S, type Claim, type Claims } from '../../claims.ts';
import type { RedisConnection } from '../connection/redis-connection.ts';
import type { RedisKeys } from '../redis-keys.ts';
import { CLAIM, RELEASE } from '../scripts/claim.ts';

/** Claims as hashes, one for each key. */
export class RedisClaims implements Claims {
  constructor(
    private readonly connection: RedisConnection,
    private readonly keys: RedisKeys,
  ) {}

  async claim(key: string, owner: string): Promise<Claim> {
    const answer = await CLAIM.run(this.connection, [this.keys.claim(key)], [owner, String(CLAIM_S)]);
    return claimOf(answer as [string, string]);
  }

  async release(key: string, owner: string, uses?: number): Promise<Claim | undefined> {
    const args = [owner, String(uses ?? '')];
    const answer = await RELEASE.run(this.connection, [this.keys.claim(key)], args);
    const [held] = answer as string[];
    return held === undefined ? undefined : claimOf(answer as [string, string]);
  }
}

function claimOf([owner, uses]: [owner: string, uses: string]): Claim {
  return { owner, uses: Number(uses) };
}
