import { waitUntil } from '../environment/wait-until.ts';
import { freePort } from '../server/server-process.ts';
import { RedisServer } from './redis-server.ts';

const SLOTS = 16_384;
/** Forming a cluster takes the nodes a few rounds of gossip. */
const FORMING_MS = 30_000;

/** A Redis Cluster of a test file: three masters with a third of the slots each, and a replica of the second. */
export class RedisCluster {
  private constructor(
    readonly masters: readonly [RedisServer, RedisServer, RedisServer],
    readonly replica: RedisServer,
  ) {}

  static async start(): Promise<RedisCluster> {
    const [one, two, three, replica] = await Promise.all([
      startNode(),
      startNode(),
      startNode(),
      startNode(),
    ]);
    const cluster = new RedisCluster([one.server, two.server, three.server], replica.server);
    for (const [index, master] of cluster.masters.entries()) {
      const [first, end] = [index, index + 1].map((third) => Math.floor((SLOTS * third) / 3));
      await master.command('CLUSTER', 'ADDSLOTSRANGE', `${first}`, `${Number(end) - 1}`);
      await master.command('CLUSTER', 'SET-CONFIG-EPOCH', `${index + 1}`);
    }
    for (const { server, busPort } of [two, three, replica])
      await one.server.command('CLUSTER', 'MEET', '127.0.0.1', `${server.port}`, busPort);
    await cluster.#replicate();
    return cluster;
  }

  /** The URL of a log, which names only the third master. */
  url(prefix: string): string {
    return `redis+cluster://127.0.0.1:${this.masters[2].port}/?prefix=${prefix}`;
  }

  /** The slot of a log. */
  async slotOf(prefix: string): Promise<number> {
    return Number((await this.replica.command('CLUSTER', 'KEYSLOT', `{${prefix}}`)).slice(1));
  }

  /** Begins to move a slot from the first master to the second. */
  async beginMove(slot: number): Promise<void> {
    const [from, to] = this.masters;
    await to.command('CLUSTER', 'SETSLOT', `${slot}`, 'IMPORTING', await idOf(from));
    await from.command('CLUSTER', 'SETSLOT', `${slot}`, 'MIGRATING', await idOf(to));
  }

  /** Moves one key from the first master to the second. */
  async moveKey(key: string): Promise<void> {
    const [from, to] = this.masters;
    await from.command('MIGRATE', '127.0.0.1', `${to.port}`, key, '0', '5000');
  }

  /** Moves what is left, and lets all nodes know. */
  async endMove(slot: number): Promise<void> {
    const [from, to] = this.masters;
    const answer = await from.command('CLUSTER', 'GETKEYSINSLOT', `${slot}`, '1000');
    for (const key of answer.split('\r\n').filter((line) => line.startsWith('{'))) await this.moveKey(key);
    const owner = await idOf(to);
    for (const node of [to, ...this.masters])
      await node.command('CLUSTER', 'SETSLOT', `${slot}`, 'NODE', owner);
  }

  async kill(): Promise<void> {
    for (const server of [...this.masters, this.replica]) await server.kill();
  }

  /** Waits until all nodes know each other, and makes the replica one of the second master. */
  async #replicate(): Promise<void> {
    const { masters, replica } = this;
    const options = { reason: 'the cluster is complete', timeoutMs: FORMING_MS };
    for (const node of [...masters, replica])
      await waitUntil(async () => {
        const info = await node.command('CLUSTER', 'INFO');
        return info.includes('cluster_state:ok') && info.includes('cluster_known_nodes:4');
      }, options);
    await replica.command('CLUSTER', 'REPLICATE', await idOf(masters[1]));
    const follows = async () => (await replica.command('INFO', 'replication')).includes('link_status:up');
    await waitUntil(follows, options);
    const isKnown = async () => (await masters[2].command('CLUSTER', 'NODES')).includes('slave');
    await waitUntil(isKnown, options);
  }
}

async function startNode(): Promise<{ server: RedisServer; busPort: string }> {
  const busPort = String(await freePort());
  const cluster = ['--cluster-enabled', 'yes', '--cluster-port', busPort, '--cluster-node-timeout', '2000'];
  const takeover = ['--cluster-require-full-coverage', 'no', '--cluster-replica-validity-factor', '0'];
  return { server: await RedisServer.start(...cluster, ...takeover), busPort };
}

async function idOf(node: RedisServer): Promise<string> {
  return (await node.command('CLUSTER', 'MYID')).split('\r\n')[1] ?? '';
}
