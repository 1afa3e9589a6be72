import { BrokerServer } from '../brokers/broker-server.ts';
import { ServerProcess } from '../server/server-process.ts';

// A server that a failed test left running would keep Jest from exiting.
afterAll(() => ServerProcess.killAll());
afterAll(() => BrokerServer.killAll());
