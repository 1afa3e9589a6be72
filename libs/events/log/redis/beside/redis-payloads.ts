import type { PayloadPlace } from '../../../encoding/payload-beside.ts';
import type { OutgoingBatch } from '../../broker/broker.ts';
import type { BrokerPayloads } from '../../broker/broker-payloads.ts';
import type { RedisConnection } from '../connection/redis-connection.ts';
import type { RedisKeys } from '../redis-keys.ts';

/** Maximum number of keys per command. */
const KEYS_AT_ONCE = 500;
const PARTS = ['arguments', 'result'] as const;

/** The payloads of calls, each under a key of its own that Redis lets expire by itself. */
export class RedisPayloads implements BrokerPayloads {
  constructor(
    private readonly connection: RedisConnection,
    private readonly keys: Pick<RedisKeys, 'payload'>,
  ) {}

  async find(places: readonly PayloadPlace[]): Promise<(string | undefined)[]> {
    const found: (string | undefined)[] = [];
    for (const keys of this.#keysOf(places)) {
      const jsons = (await this.connection.send(['MGET', ...keys])) as (string | null)[];
      found.push(...jsons.map((json) => json ?? undefined));
    }
    return found;
  }

  async erase(callIds: readonly string[]): Promise<void> {
    const places = callIds.flatMap((callId) => PARTS.map((part) => ({ callId, part })));
    for (const keys of this.#keysOf(places)) await this.connection.send(['DEL', ...keys]);
  }

  *#keysOf(places: readonly PayloadPlace[]): Generator<string[]> {
    for (let first = 0; first < places.length; first += KEYS_AT_ONCE)
      yield places.slice(first, first + KEYS_AT_ONCE).map((place) => this.keys.payload + nameOf(place));
  }
}

/**
 * The payloads of a batch for the script that appends it: two lines each, with the distance of the event from the last
 * one and the name of the payload, and with its JSON. Empty if there are none.
 */
export function payloadLines({ jsons, payloads }: Pick<OutgoingBatch, 'jsons' | 'payloads'>): string {
  return payloads
    .map(({ index, json, ...place }) => `${jsons.length - 1 - index} ${nameOf(place)}\n${json}\n`)
    .join('');
}

/** The end of the key: it has no blank and no line feed, whatever the id. */
function nameOf({ callId, part }: PayloadPlace): string {
  return `${encodeURIComponent(callId.toWellFormed())}:${part}`;
}
