import { freePort } from '../server/server-process.ts';
import { NatsServer } from './nats-server.ts';

/** A NATS cluster of a test file: three servers. */
export class NatsCluster {
  private constructor(private readonly servers: ReadonlyMap<string, NatsServer>) {}

  static async start(): Promise<NatsCluster> {
    const names = ['one', 'two', 'three'];
    const ports = await Promise.all(names.map(() => freePort()));
    const routes = ports.map((port) => `nats://127.0.0.1:${port}`).join(',');
    const start = (name: string, index: number) => {
      const cluster = ['--cluster_name', 'three', '--cluster', `nats://127.0.0.1:${ports[index]}`];
      return NatsServer.start('--name', name, ...cluster, '--routes', routes);
    };
    const servers = await Promise.all(names.map(start));
    return new NatsCluster(new Map(names.map((name, index) => [name, servers[index]!])));
  }

  /** The URL of a log of which each server keeps a copy. */
  url(prefix: string): string {
    const hosts = Array.from(this.servers.values(), ({ port }) => `127.0.0.1:${port}`).join(',');
    return `nats://${hosts}/?prefix=${prefix}&replicas=${this.servers.size}`;
  }

  /** Ends at once the server that leads the stream of events. */
  async killLeader(prefix: string): Promise<void> {
    const [any] = this.servers.values();
    const info = await any?.manage(({ streams }) => streams.info(prefix));
    const leader = this.servers.get(info?.cluster?.leader ?? '');
    if (!leader) throw new Error('The stream has no leader');
    await leader.kill();
  }

  async kill(): Promise<void> {
    for (const server of this.servers.values()) await server.kill();
  }
}
