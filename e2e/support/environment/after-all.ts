import { NatsServer } from '../nats/nats-server.ts';
import { RedisServer } from '../redis/redis-server.ts';
import { ServerProcess } from '../server/server-process.ts';

// A server that a failed test left running would keep Jest from exiting.
afterAll(() => ServerProcess.killAll());
afterAll(() => RedisServer.killAll());
afterAll(() => NatsServer.killAll());
