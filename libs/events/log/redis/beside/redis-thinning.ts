import type { EventId } from '#contract';
import type { BrokerThinning } from '../../broker/broker-thinning.ts';
import type { LostRange } from '../../losses/lost-ranges.ts';
import type { RedisConnection } from '../connection/redis-connection.ts';
import type { RedisKeys } from '../redis-keys.ts';
import { DROP } from '../scripts/drop.ts';

/** Drops single entries of the stream. */
export class RedisThinning implements BrokerThinning {
  constructor(
    private readonly connection: RedisConnection,
    private readonly keys: Pick<RedisKeys, 'events' | 'lost'>,
  ) {}

  async drop(ids: readonly EventId[], lost: LostRange): Promise<number> {
    const { events, lost: ranges } = this.keys;
    return Number(await DROP.run(this.connection, [events, ranges], [JSON.stringify(lost), ...ids]));
  }

  async lostRanges(): Promise<LostRange[]> {
    const jsons = (await this.connection.send(['ZRANGE', this.keys.lost, '0', '-1'])) as string[];
    return jsons.map((json) => JSON.parse(json) as LostRange);
  }
}
