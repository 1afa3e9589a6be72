import type { LogScripts } from '../../log-scripts.ts';
import type { RedisConnection } from '../connection/redis-connection.ts';
import type { RedisKeys } from '../redis-keys.ts';
import { RedisScript } from '../redis-script.ts';

/** Scripts of other libraries. Each is sent to Redis once; there are as many as the code has. */
export class RedisScripts implements LogScripts {
  readonly #known = new Map<string, RedisScript>();

  constructor(
    private readonly connection: RedisConnection,
    private readonly keys: RedisKeys,
  ) {}

  run(source: string, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    let script = this.#known.get(source);
    if (!script) this.#known.set(source, (script = new RedisScript(source)));
    return script.run(
      this.connection,
      keys.map((key) => this.keys.beside(key)),
      args,
    );
  }
}
