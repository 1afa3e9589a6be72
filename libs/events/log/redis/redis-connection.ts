import { redisClosed, redisFault, redisStalled } from './redis-faults.ts';
import { openRedisClient, type RedisClient } from './redis-client.ts';
import { addressOf, type RedisPlace } from './redis-url.ts';

/** Milliseconds that Redis may take to answer. */
const ANSWER_MS = 5_000;

/**
 * A connection to Redis that is opened when it is needed, and again after an error. A command is sent once: what was
 * sent on a connection that broke may have been executed, so whoever sent it decides whether to repeat it.
 */
export class RedisConnection {
  #client: RedisClient | undefined;
  #isClosed = false;

  constructor(private readonly place: RedisPlace) {}

  /** Sends a command that may wait for `waitMs`. Rejects with a `LogError`, also when Redis does not answer in time. */
  async send(args: readonly string[], waitMs = 0): Promise<unknown> {
    const client = this.#open();
    try {
      return await inTime(client.send(args), ANSWER_MS + waitMs, addressOf(this.place));
    } catch (error) {
      if (!isUnknownScript(error)) this.#drop(client);
      throw isUnknownScript(error) ? error : redisFault(error, addressOf(this.place));
    }
  }

  /** Closes the connection; commands that wait for an answer are rejected. */
  close(): void {
    this.#isClosed = true;
    if (this.#client) this.#drop(this.#client);
  }

  #open(): RedisClient {
    if (this.#isClosed) throw redisClosed(addressOf(this.place));
    this.#client ??= openRedisClient(this.place);
    return this.#client;
  }

  #drop(client: RedisClient): void {
    client.destroy();
    if (this.#client === client) this.#client = undefined;
  }
}

/** Whether Redis does not know a script by its hash, as after a restart. */
export function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOSCRIPT');
}

async function inTime<T>(answer: Promise<T>, ms: number, address: string): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(redisStalled(address, ms)), ms).unref();
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
