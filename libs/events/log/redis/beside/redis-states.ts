import type { EventId } from '#contract';
import type { Checkpoint } from '../../event-log.ts';
import type { RedisConnection } from '../connection/redis-connection.ts';
import { numberOf } from '../redis-entries.ts';
import type { RedisKeys } from '../redis-keys.ts';
import { SAVE_CHECKPOINT } from '../scripts/save-checkpoint.ts';

/** The checkpoints and kept states of projections. Each is stored as the id, a blank and the JSON. */
export class RedisStates {
  constructor(
    private readonly connection: RedisConnection,
    private readonly keys: RedisKeys,
  ) {}

  async loadCheckpoint(name: string): Promise<Checkpoint | undefined> {
    return parsed(await this.connection.send(['HGET', this.keys.checkpoints, name]));
  }

  async saveCheckpoint(name: string, { asOf, value }: Checkpoint): Promise<void> {
    await SAVE_CHECKPOINT.run(
      this.connection,
      [this.keys.checkpoints, this.keys.folded],
      [name, asOf, JSON.stringify(value)],
    );
  }

  /** Drops all checkpoints except these, and the states of the projections that they belonged to. */
  async keepCheckpoints(names: readonly string[]): Promise<void> {
    const saved = (await this.connection.send(['HKEYS', this.keys.checkpoints])) as string[];
    for (const name of saved.filter((one) => !names.includes(one))) {
      await this.connection.send(['HDEL', this.keys.checkpoints, name]);
      await this.connection.send(['HDEL', this.keys.folded, name]);
      await this.connection.send(['DEL', this.keys.states(name)]);
    }
  }

  /** Replaces a state of the same event. */
  async keepState(name: string, { asOf, value }: Checkpoint): Promise<void> {
    const key = this.keys.states(name);
    const at = String(numberOf(asOf));
    await this.connection.send(['ZREMRANGEBYSCORE', key, at, at]);
    await this.connection.send(['ZADD', key, at, `${asOf} ${JSON.stringify(value)}`]);
  }

  /** The newest state between two positions. */
  stateAt(name: string, start: EventId, id: EventId): Promise<Checkpoint | undefined> {
    return this.#find(name, start, [
      'ZREVRANGEBYSCORE',
      this.keys.states(name),
      String(numberOf(id)),
      '-inf',
    ]);
  }

  /** The oldest state from a position on. */
  oldestState(name: string, start: EventId): Promise<Checkpoint | undefined> {
    return this.#find(name, start, ['ZRANGEBYSCORE', this.keys.states(name), '-inf', '+inf']);
  }

  /** Drops the states after which events are missing, and finds one of the others. */
  async #find(name: string, start: EventId, command: readonly string[]): Promise<Checkpoint | undefined> {
    const oldest = `(${numberOf(start)}`;
    await this.connection.send(['ZREMRANGEBYSCORE', this.keys.states(name), '-inf', oldest]);
    const [found] = (await this.connection.send([...command, 'LIMIT', '0', '1'])) as string[];
    return parsed(found);
  }
}

function parsed(saved: unknown): Checkpoint | undefined {
  if (typeof saved !== 'string') return undefined;
  const end = saved.indexOf(' ');
  return { asOf: saved.slice(0, end) as EventId, value: JSON.parse(saved.slice(end + 1)) as unknown };
}
