import { ServerProcess } from '../server/server-process.ts';

// A server that a failed test has left running would keep Jest from ending.
afterAll(() => ServerProcess.killAll());
