import { allowParameters, decodedPart, prefixIn, problemOfUrl, refuseUrl } from '../../broker/broker-url.ts';
import { addressList, addressText, serversIn, type ServerAddress } from '../../broker/server-address.ts';

/** What the servers of a URL are. */
export type RedisTopology =
  | { kind: 'server' }
  /** Sentinels, which know the server that is the master under a name. */
  | { kind: 'sentinel'; master: string }
  /** Nodes of a cluster. One of its nodes holds the log. */
  | { kind: 'cluster' };

/** Where the log is in Redis, and how to connect. It holds a secret. */
export interface RedisPlace {
  topology: RedisTopology;
  /** The servers that the URL names: at least one. */
  servers: readonly ServerAddress[];
  database: number;
  isEncrypted: boolean;
  username?: string;
  password?: string;
  /** The beginning of all keys. */
  prefix: string;
}

const PREFIX = /^[\w.:-]{1,64}$/;
/** The list of servers is not what a URL may have as its host. */
const SHAPE =
  /^(rediss?)(?:\+(sentinel|cluster))?:\/\/(?:([^/?#]*)@)?([^/?#@]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/;
/** What Redis Sentinel allows as the name of a master. */
const MASTER = /^([\w.-]+)(?:\/(.*))?$/;
const SERVER_PORT = 6379;
const SENTINEL_PORT = 26379;

/** What is wrong with the URL of a log in Redis; undefined if it is valid. */
export function problemOfRedisUrl(text: string): string | undefined {
  return problemOfUrl(() => readRedisUrl(text));
}

/**
 * Reads a valid log URL such as `redis://user:password@host:6379/0?prefix=crowsnest`,
 * `redis+sentinel://host:26379,other:26379/mymaster/0` or `redis+cluster://host:6379,other:6379`. `password` applies if
 * the URL has none.
 */
export function readRedisUrl(text: string, password?: string): RedisPlace {
  const [, scheme, kind = 'server', sign = '', hosts = '', path = '', query = ''] =
    SHAPE.exec(text) ?? refuseUrl('is not redis://HOST:PORT/DATABASE?prefix=NAME');
  const parameters = new URLSearchParams(query);
  allowParameters(parameters, 'prefix');
  const [username, ...rest] = sign.split(':').map(decodedPart);
  const secret = rest.join(':') || password;
  return {
    servers: serversIn(hosts, kind === 'sentinel' ? SENTINEL_PORT : SERVER_PORT),
    ...topologyOf(kind as RedisTopology['kind'], hosts, path),
    isEncrypted: scheme === 'rediss',
    ...(username && { username }),
    ...(secret !== undefined && { password: secret }),
    prefix: prefixIn(parameters, PREFIX, 'A-Z a-z 0-9 . _ : -'),
  };
}

/** Names the place for errors, without credentials. `server`: the one that holds the log, if it is known. */
export function labelOf({ topology, servers }: RedisPlace, server?: ServerAddress): string {
  if (server) return `Redis at ${addressText(server)}`;
  const addresses = addressList(servers);
  switch (topology.kind) {
    case 'server':
      return `Redis at ${addresses}`;
    case 'sentinel':
      return `Redis Sentinel at ${addresses}`;
    default:
      return `Redis Cluster at ${addresses}`;
  }
}

function topologyOf(
  kind: RedisTopology['kind'],
  hosts: string,
  path: string,
): Pick<RedisPlace, 'topology' | 'database'> {
  switch (kind) {
    case 'server':
      if (hosts.includes(','))
        refuseUrl('names several servers, which redis+sentinel: and redis+cluster: do');
      return { topology: { kind }, database: databaseOf(path) };
    case 'sentinel': {
      const [, master = '', database] =
        MASTER.exec(path) ?? refuseUrl('has no name of a master after its servers, such as "/mymaster"');
      return { topology: { kind, master }, database: databaseOf(database) };
    }
    default:
      if (databaseOf(path) !== 0) refuseUrl('names a database, of which a cluster has only one');
      return { topology: { kind }, database: 0 };
  }
}

function databaseOf(text = ''): number {
  return /^\d{0,4}$/.test(text) ? Number(text) : refuseUrl('has a path that is not the number of a database');
}
