import { randomUUID } from 'node:crypto';
import { rename, writeFile, rm } from 'node:fs/promises';
import { createEventLog } from '#events';
import { describeEngine } from '../support/log-engines/engine-suite.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { natsUser, PASSWORD, redisUser } from '../support/brokers/documented-rights.ts';
import { describeWithNats, NatsServer } from '../support/brokers/nats-server.ts';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';

describeEngine('memory', async () => ({
  create: (retention) => createEventLog('memory:', retention),
  keepsHistory: false,
  keepsStates: true,
  remove: async () => undefined,
}));

describeEngine('SQLite', async () => {
  const path = `${await temporaryFolder()}/events.db`;
  return {
    create: (retention) => createEventLog(`sqlite:${path}`, retention),
    keepsHistory: true,
    keepsStates: true,
    interrupt: async () => {
      await rename(path, `${path}.moved`);
      await writeFile(path, 'somebody else');
      return () => rm(path);
    },
    remove: async () => undefined,
  };
});

/** The URL with the user of the documentation. */
const signedIn = (url: string) => url.replace('://', `://crowsnest:${PASSWORD}@`);

describeWithRedis('with a Redis server and a user with no more rights than are documented', () => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await RedisServer.start(...(await redisUser()));
  });

  afterAll(() => redis.kill());

  describeEngine(
    'Redis',
    async () => {
      const url = signedIn(redis.url(randomUUID()));
      return {
        create: (retention) => createEventLog(url, retention),
        keepsHistory: true,
        keepsStates: true,
        interrupt: async () => {
          await redis.kill();
          return () => redis.resume();
        },
        remove: async () => undefined,
      };
    },
    { isShared: true, hasClaims: true },
  );
});

describeWithNats('with a NATS server and a user with no more rights than are documented', () => {
  let nats: NatsServer;

  beforeAll(async () => {
    nats = await NatsServer.start(...(await natsUser()));
  });

  afterAll(() => nats.kill());

  describeEngine(
    'NATS',
    async () => {
      const url = signedIn(nats.url(randomUUID()));
      return {
        create: (retention) => createEventLog(url, retention),
        keepsHistory: true,
        keepsStates: true,
        interrupt: async () => {
          await nats.kill();
          return () => nats.resume();
        },
        remove: async () => undefined,
      };
    },
    { isShared: true, hasClaims: true, dropsSingleEvents: false },
  );
});
