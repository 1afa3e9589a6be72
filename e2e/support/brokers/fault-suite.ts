import { randomUUID } from 'node:crypto';
import { createEventLog } from '#events';
import type { Retention } from '../log-engines/engine-place.ts';
import { EngineUnderTest } from '../log-engines/engine-under-test.ts';
import { BrokerProxy } from './broker-proxy.ts';
import type { BrokerServer } from './broker-server.ts';
import { describeForgetting } from './forgetting-suite.ts';
import { describeInterruptions } from './interruption-suite.ts';

/** Milliseconds that a broker on a busy machine may take to answer an engine that opens. */
const OPEN_MS = 60_000;

/** What a test of faults works with. */
export interface FaultyLog {
  server: BrokerServer;
  /** The way from the engine to the server. */
  proxy: BrokerProxy;
  engine: EngineUnderTest;
  /** The name of the log. */
  prefix: string;
}

/** What is required of the log over every broker when the broker fails. */
export function describeFaults(
  name: string,
  startServer: () => Promise<BrokerServer>,
  describeMore: (current: () => FaultyLog) => void,
): void {
  describe(`the event log over ${name} that fails`, () => {
    let server: BrokerServer;
    let proxy: BrokerProxy;
    let log: FaultyLog;

    beforeAll(async () => {
      server = await startServer();
      proxy = await BrokerProxy.start(server.port);
    });

    afterAll(async () => {
      await proxy.close();
      await server.kill();
    });

    beforeEach(() => {
      const prefix = randomUUID();
      const url = server.url(prefix, proxy.port);
      const create = (retention?: Retention) => createEventLog(url, { ...retention, waitMs: OPEN_MS });
      const engine = new EngineUnderTest({ create, keepsHistory: true, remove: async () => undefined });
      log = { server, proxy, engine, prefix };
    });

    afterEach(() => log.engine.log.close());

    describeInterruptions(() => log);
    describeForgetting(() => log);
    describeMore(() => log);
  });
}
