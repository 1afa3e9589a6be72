import type { ServerAddress } from '../../broker/server-address.ts';
import type { PrimaryFinder } from './primary-finder.ts';
import { openRedisClient, type RedisClient } from './redis-client.ts';
import type { RedisPlace } from './redis-url.ts';

/** Milliseconds that the server which holds the log may take to connect. */
const CONNECT_MS = 5_000;

/** One connection to the server that holds the log when it begins. */
export class PrimaryLink {
  #server: ServerAddress | undefined;
  readonly #client: Promise<RedisClient>;
  readonly #ended = Promise.withResolvers<never>();

  constructor(
    private readonly place: RedisPlace,
    private readonly finder: PrimaryFinder,
  ) {
    this.#client = Promise.race([finder.find(), this.#ended.promise]).then((server) => this.#connect(server));
    // Whoever sends a command gets the error.
    this.#client.catch(() => undefined);
  }

  /** The server; undefined until it is known. */
  get server(): ServerAddress | undefined {
    return this.#server;
  }

  /** Whether its server is still the one that holds the log, as far as is known. */
  get isCurrent(): boolean {
    return !this.#server || this.finder.isFound(this.#server);
  }

  async send(args: readonly string[]): Promise<unknown> {
    return (await this.#client).send(args);
  }

  /** Sends a command to another node, which has a part of what is on its way there. */
  async sendAhead(to: ServerAddress, args: readonly string[]): Promise<unknown> {
    const client = this.#open(to);
    try {
      await client.send(['ASKING']);
      return await client.send(args);
    } finally {
      client.destroy();
    }
  }

  /** Closes the connection; commands that wait for an answer are rejected. */
  end(): void {
    this.#ended.reject(new Error('Socket closed'));
    void this.#client.then((client) => client.destroy()).catch(() => undefined);
  }

  #connect(server: ServerAddress): RedisClient {
    this.#server = server;
    return this.#open(server);
  }

  #open(server: ServerAddress): RedisClient {
    return openRedisClient(server, { ...this.place, connectMs: CONNECT_MS });
  }
}
