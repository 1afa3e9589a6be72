import { BrokerProxy } from '../brokers/broker-proxy.ts';
import type { BrokerServer } from '../brokers/broker-server.ts';
import { CLUSTER_SECRET, KEYS } from '../cluster/cluster-application.ts';
import { freePort, ServerProcess } from '../server/server-process.ts';

/** Milliseconds that a start may take. */
const START_MS = 240_000;

const MAIN = 'dist/e2e/support/cluster-chaos/shifted-server.js';

/** A place in the cluster: a port, and a proxy to the broker. A process that was killed is followed by another there. */
export class ChaoticInstance {
  #process: ServerProcess | undefined;
  #isServing = false;
  /** The output of the processes that have ended. */
  #output = '';

  private constructor(
    private readonly port: number,
    private readonly log: string,
    readonly proxy: BrokerProxy,
    private readonly environment: Record<string, string>,
  ) {}

  /** Prepares an instance of a log; nothing is started yet. */
  static async prepare(
    broker: BrokerServer,
    prefix: string,
    environment: Record<string, string>,
  ): Promise<ChaoticInstance> {
    const proxy = await BrokerProxy.start(broker.port);
    return new ChaoticInstance(await freePort(), broker.url(prefix, proxy.port), proxy, environment);
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Whether a load balancer would send requests here. It does not know about a paused process. */
  get isServing(): boolean {
    return this.#isServing;
  }

  /** All that its processes have written. */
  get output(): string {
    return this.#output + (this.#process?.output ?? '');
  }

  /** Starts a process whose clock is wrong by so many milliseconds; resolves once it serves. */
  async start(clockShiftMs: number): Promise<void> {
    const env = {
      CROWSNEST_LOG: this.log,
      CROWSNEST_LOG_WAIT_MS: String(START_MS),
      CROWSNEST_PEER_URL: this.origin,
      CROWSNEST_CLUSTER_SECRET: CLUSTER_SECRET,
      AGENT_KEYS: Object.entries(KEYS)
        .map(([tenant, key]) => `${tenant}=${key}`)
        .join(),
      CLOCK_SHIFT_MS: String(clockShiftMs),
      ...this.environment,
    };
    // Kills and cuts of the broker keep it waiting meanwhile.
    this.#process = await ServerProcess.launch(this.port, env, { main: MAIN }).untilLive('', START_MS);
    this.#isServing = true;
  }

  async kill(): Promise<void> {
    this.#isServing = false;
    await this.#process?.kill();
    this.#keepOutput();
  }

  /** Shuts it down in order; resolves with the exit code. */
  async stop(): Promise<number | null | undefined> {
    this.#isServing = false;
    const code = await this.#process?.stop();
    this.#keepOutput();
    return code;
  }

  pause(): void {
    this.#process?.pause();
  }

  resume(): void {
    this.#process?.resume();
  }

  async end(): Promise<void> {
    await this.kill();
    await this.proxy.close();
  }

  #keepOutput(): void {
    this.#output = this.output;
    this.#process = undefined;
  }
}
