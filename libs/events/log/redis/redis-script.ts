import { createHash } from 'node:crypto';
import { isUnknownScript, type RedisConnection } from './connection/redis-connection.ts';

/** A Lua script that Redis executes as a whole, without another command in between. */
export class RedisScript {
  readonly #hash: string;

  constructor(private readonly source: string) {
    this.#hash = createHash('sha1').update(source).digest('hex');
  }

  /** Runs the script. Its text is sent only if Redis does not have it. */
  async run(connection: RedisConnection, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    const rest = [String(keys.length), ...keys, ...args];
    try {
      return await connection.send(['EVALSHA', this.#hash, ...rest]);
    } catch (error) {
      if (!isUnknownScript(error)) throw error;
      return connection.send(['EVAL', this.source, ...rest]);
    }
  }
}
