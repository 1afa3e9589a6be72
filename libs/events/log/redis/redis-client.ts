import type { RedisPlace } from './redis-url.ts';

/** One connection of `@redis/client` that is not opened again. */
export interface RedisClient {
  /** Sends a command once the connection is open; rejects when it cannot be opened, or breaks. */
  send(args: readonly string[]): Promise<unknown>;
  /** Closes the connection at once. May be called more than once. */
  destroy(): void;
}

/** Begins to connect. The package is loaded only by processes whose log is in Redis. */
export function openRedisClient(place: RedisPlace): RedisClient {
  const client = create(place);
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

async function create({ host, port, database, isEncrypted, username, password }: RedisPlace) {
  const { createClient } = await import('@redis/client');
  const options = { host, port, connectTimeout: 5_000, reconnectStrategy: false } as const;
  const client = createClient({
    // The older protocol needs no HELLO, which access rules may forbid.
    RESP: 2,
    database,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    socket: isEncrypted ? { ...options, tls: true } : options,
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: 'disabled',
  });
  // Without a listener an error would end the process. Commands reject with the same error.
  client.on('error', () => undefined);
  return client;
}
