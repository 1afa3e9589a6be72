import { addressText, type ServerAddress } from '../../broker/server-address.ts';
import type { LogError } from '../../log-error.ts';
import { openRedisClient } from './redis-client.ts';
import { redisFault, unknownMaster } from './redis-faults.ts';
import { keysOf } from '../redis-keys.ts';
import { redirectionIn } from './redis-redirection.ts';
import type { RedisPlace } from './redis-url.ts';

/** A server that is asked which one holds the log has less time than the log: there are others to ask. */
const LIMITS = { connectMs: 1_500, answerMs: 1_500 };

/**
 * Finds the server that holds the log: sentinels and nodes of a cluster know it. It may be another one at any time, so
 * it is looked up for each connection. The connections of a log share this, so that all go to the same server.
 */
export class PrimaryFinder {
  /** Those to ask, the most promising first. */
  #asked: readonly ServerAddress[];
  #looking: Promise<ServerAddress> | undefined;
  #found: ServerAddress | undefined;

  constructor(private readonly place: RedisPlace) {
    this.#asked = place.servers;
  }

  /** Whether a server is still the one that holds the log, as far as is known. */
  isFound(server: ServerAddress): boolean {
    return !this.#found || addressText(this.#found) === addressText(server);
  }

  /** Looks it up. Rejects with a `LogError` if nobody knows it. */
  find(): Promise<ServerAddress> {
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  /** Takes a server for the one that holds the log, as a node of the cluster has said. */
  moved(to: ServerAddress): void {
    this.#found = to;
    this.#asked = [to, ...this.#without(to)];
  }

  /** What was found could not be used. Another server is asked next time, because this one may know no better. */
  doubt(found: ServerAddress): void {
    const [namer] = this.#asked;
    if (this.#found !== found || !namer) return;
    this.#found = undefined;
    this.#doubtAnswers(namer);
  }

  async #look(): Promise<ServerAddress> {
    const faults: LogError[] = [];
    for (const server of this.#asked)
      try {
        this.#found = await this.#askOne(server);
        return this.#found;
      } catch (error) {
        this.#doubtAnswers(server);
        faults.push(redisFault(error, this.place));
      }
    // A server that is away says nothing about the configuration.
    throw faults.find(({ code }) => code === 'LOG_REFUSED') ?? faults[0];
  }

  #doubtAnswers(server: ServerAddress): void {
    const isOfUrl = this.place.servers.some((one) => addressText(one) === addressText(server));
    this.#asked = [...this.#without(server), ...(isOfUrl ? [server] : [])];
  }

  #without(server: ServerAddress): ServerAddress[] {
    return this.#asked.filter((one) => addressText(one) !== addressText(server));
  }

  #askOne(server: ServerAddress): Promise<ServerAddress> {
    const { topology } = this.place;
    switch (topology.kind) {
      case 'server':
        return Promise.resolve(server);
      case 'sentinel':
        return this.#askSentinel(server, topology.master);
      default:
        return this.#askNode(server);
    }
  }

  async #askSentinel(sentinel: ServerAddress, master: string): Promise<ServerAddress> {
    const question = ['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', master];
    // Most sentinels have no password, and refuse a sign-in then.
    const answer = await this.#send(sentinel, question, {}).catch((error: Error) => {
      if (!error.message.startsWith('NOAUTH')) throw error;
      return this.#send(sentinel, question, this.place);
    });
    if (answer === null) throw unknownMaster(this.place, master);
    const [host = '', port] = answer as string[];
    return { host, port: Number(port) };
  }

  /** A node that does not hold the log names the one that does. */
  async #askNode(node: ServerAddress): Promise<ServerAddress> {
    try {
      await this.#send(node, ['EXISTS', keysOf(this.place.prefix).log], this.place);
      return node;
    } catch (error) {
      const redirection = redirectionIn(error, node);
      if (!redirection) throw error;
      return redirection.isWhole ? redirection.to : node;
    }
  }

  async #send(
    server: ServerAddress,
    command: readonly string[],
    { username, password }: Pick<RedisPlace, 'username' | 'password'>,
  ): Promise<unknown> {
    const { isEncrypted } = this.place;
    const user = { ...(username !== undefined && { username }), ...(password !== undefined && { password }) };
    const client = openRedisClient(server, { isEncrypted, ...LIMITS, ...user });
    try {
      return await client.send(command);
    } finally {
      client.destroy();
    }
  }
}
