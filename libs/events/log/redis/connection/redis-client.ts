import type { ServerAddress } from '../../broker/server-address.ts';
import type { RedisPlace } from './redis-url.ts';

/** How to connect to a server. */
export interface RedisAccess extends Pick<RedisPlace, 'isEncrypted' | 'username' | 'password'> {
  database?: number;
  /** Milliseconds until an attempt to connect has failed. */
  connectMs: number;
  /** Milliseconds without an answer until the connection has failed. Default: no limit. */
  answerMs?: number;
}

/** One connection of `@redis/client` that is not opened again. */
export interface RedisClient {
  /** Sends a command once the connection is open; rejects when it cannot be opened, or breaks. */
  send(args: readonly string[]): Promise<unknown>;
  /** Closes the connection at once. May be called more than once. */
  destroy(): void;
}

/** Begins to connect. The package is loaded only by processes whose log is in Redis. */
export function openRedisClient(server: ServerAddress, access: RedisAccess): RedisClient {
  const client = create(server, access);
  const connected = client.then(async (created) => {
    await created.connect();
    return created;
  });
  // Whoever sends a command gets the error.
  connected.catch(() => undefined);
  return {
    send: async (args) => (await connected).sendCommand(args),
    destroy: () => void client.then((created) => created.destroy()).catch(() => undefined),
  };
}

async function create(
  { host, port }: ServerAddress,
  { database = 0, isEncrypted, username, password, connectMs, answerMs }: RedisAccess,
) {
  const { createClient } = await import('@redis/client');
  const options = { host, port, connectTimeout: connectMs, reconnectStrategy: false } as const;
  const limits = answerMs === undefined ? {} : { socketTimeout: answerMs };
  const client = createClient({
    // The older protocol needs no HELLO, which access rules may forbid.
    RESP: 2,
    database,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    socket: { ...options, ...limits, ...(isEncrypted && { tls: true as const }) },
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: 'disabled',
  });
  // Without a listener an error would end the process. Commands reject with the same error.
  client.on('error', () => undefined);
  return client;
}
