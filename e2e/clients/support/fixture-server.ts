import { EventStream } from '../../support/server/event-stream.ts';
import { freePort, ServerProcess } from '../../support/server/server-process.ts';
import type { Era } from '../driver/public-client.ts';
import { Berth } from './berth.ts';

const TENANTS = 400;

/** The name that a client is asked to send. */
export const CHOSEN = { name: 'lookout', version: '7.8.9' };

/** The server process that the clients connect to. Each test has its own tenant, and so its own sessions and events. */
export class FixtureServer {
  #berths = 0;

  private constructor(private readonly process: ServerProcess) {}

  static async start(): Promise<FixtureServer> {
    const keys = Array.from({ length: TENANTS }, (_, number) => `${tenantOf(number)}=${keyOf(number)}`);
    const env = { CROWSNEST_LOG: 'memory:', AGENT_KEYS: keys.join(',') };
    const main = 'dist/e2e/clients/server/main.js';
    return new FixtureServer(await ServerProcess.start(await freePort(), env, { main }));
  }

  get origin(): string {
    return this.process.origin;
  }

  /** A place for the client of one test. */
  async berth(era: Era): Promise<Berth> {
    const number = this.#berths++;
    const tenant = tenantOf(number);
    const headers = { Authorization: `Bearer ${keyOf(number)}` };
    const destination = { url: `${this.origin}/mcp`, headers, era, ...CHOSEN };
    const stream = await EventStream.open(this.origin, { query: `?tenant=${tenant}` });
    return new Berth(this.origin, tenant, destination, stream);
  }

  stop(): Promise<number | null> {
    return this.process.stop();
  }
}

const tenantOf = (number: number) => `tenant-${number}`;
const keyOf = (number: number) => `an-agent-key-for-tests-${number}`;
