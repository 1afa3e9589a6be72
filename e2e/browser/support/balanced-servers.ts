import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RedisServer } from '../../support/brokers/redis-server.ts';
import { CLUSTER_SECRET } from '../../support/cluster/cluster-application.ts';
import { LoadBalancer } from '../../support/cluster/load-balancer.ts';
import { freePort, ServerProcess } from '../../support/server/server-process.ts';
import type { Deployment } from './deployment.ts';

/** Servers that share a log in Redis, behind a load balancer that sends each request to the next one. */
export class BalancedServers implements Deployment {
  #processes: ServerProcess[] = [];
  #balancer: LoadBalancer | undefined;

  private constructor(
    private readonly port: number,
    private readonly ports: readonly number[],
    private readonly redis: RedisServer,
    private readonly folder: string,
    private readonly environment: Record<string, string>,
  ) {}

  /** Prepares so many servers behind a port; they are not started yet. */
  static async prepare(
    port: number,
    count: number,
    environment: Record<string, string>,
  ): Promise<BalancedServers> {
    const ports: number[] = [];
    while (ports.length < count) ports.push(await freePort());
    const folder = await mkdtemp(join(tmpdir(), 'crowsnest-browser-'));
    return new BalancedServers(port, ports, await RedisServer.start(), folder, environment);
  }

  get log(): string {
    return this.redis.url('crowsnest');
  }

  async start(): Promise<void> {
    this.#processes = await Promise.all(this.ports.map((port) => this.#startOne(port)));
    this.#balancer = await LoadBalancer.start(this.port, this.ports);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#processes.map((server) => server.stop()));
    await this.#closeBalancer();
  }

  async kill(): Promise<void> {
    await Promise.all(this.#processes.map((server) => server.kill()));
    await this.#closeBalancer();
  }

  /** Kills one server; the others go on. */
  async killOne(): Promise<void> {
    await this.#processes[0]?.kill();
  }

  loseLog(): Promise<void> {
    return this.redis.deleteLog();
  }

  breakLog(): Promise<void> {
    return this.redis.kill();
  }

  mendLog(): Promise<void> {
    return this.redis.resume();
  }

  async dispose(): Promise<void> {
    await this.redis.dispose();
    await rm(this.folder, { recursive: true, force: true });
  }

  #startOne(port: number): Promise<ServerProcess> {
    const env = {
      HOST: '127.0.0.1',
      CROWSNEST_LOG: this.log,
      CROWSNEST_PEER_URL: `http://127.0.0.1:${port}`,
      CROWSNEST_CLUSTER_SECRET: CLUSTER_SECRET,
      CROWSNEST_PUBLIC_URL: `http://127.0.0.1:${this.port}`,
      ...this.environment,
    };
    return ServerProcess.start(port, env, { cwd: this.folder });
  }

  async #closeBalancer(): Promise<void> {
    await this.#balancer?.close();
    this.#balancer = undefined;
  }
}
