import { brokerClosed, brokerFault, brokerStalled, type BrokerReply } from '../../broker/broker-faults.ts';
import type { ServerAddress } from '../../broker/server-address.ts';
import { LogError } from '../../log-error.ts';
import { labelOf, type RedisPlace } from './redis-url.ts';

const UNREACHABLE =
  /ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|Socket closed|Connection timeout|client is (closed|offline)/;

const REPLIES: readonly BrokerReply[] = [
  {
    pattern: /certificate/,
    problem: 'has a certificate that is not trusted',
    remedy: 'Name the file of its authority with NODE_EXTRA_CA_CERTS',
  },
  {
    pattern: UNREACHABLE,
    problem: 'cannot be reached',
    remedy: 'Start it, or correct CROWSNEST_LOG, where rediss: is for a port with TLS',
    mayPass: true,
  },
  {
    // The second is said to whatever else was on its way on the connection.
    pattern: /^(Socket timeout|Disconnects client)/,
    problem: 'does not answer',
    remedy: 'Check the server and the network',
    mayPass: true,
  },
  {
    pattern: /^(NOAUTH|ERR AUTH|ERR Client sent AUTH|ERR Protocol error: unauthenticated)/,
    problem: 'asks for another sign-in',
    remedy: 'Give its password with CROWSNEST_REDIS_PASSWORD, or in the URL; leave it out if it has none',
  },
  {
    pattern: /^WRONGPASS/,
    problem: 'does not accept the user or the password',
    remedy: 'Correct the user in the URL, or CROWSNEST_REDIS_PASSWORD',
  },
  {
    // What a script may not do has another beginning.
    pattern: /NOPERM|ACL failure|user executing the script/,
    problem: 'does not allow this user what the log needs',
    remedy: 'Allow it with ACL SETUSER the commands and keys that docs/instances.md lists',
    isQuoted: true,
  },
  {
    pattern: /READONLY/,
    problem: 'is a replica that cannot be written',
    remedy: 'Name the primary server in CROWSNEST_LOG, or the sentinels that know it with redis+sentinel:',
  },
  {
    pattern: /OOM/,
    problem: 'is out of memory',
    mayPass: true,
    remedy: 'Raise its maxmemory, or lower CROWSNEST_LOG_MAX_EVENTS',
  },
  {
    pattern: /^LOADING/,
    problem: 'is still loading its data',
    mayPass: true,
    remedy: 'The log goes on once it is ready',
  },
  {
    pattern: /MISCONF/,
    problem: 'cannot write to its disk',
    mayPass: true,
    remedy: 'Check the disk of the Redis server',
  },
  {
    pattern: /^(MOVED|ASK|CLUSTERDOWN)/,
    problem: 'is a node of a cluster',
    remedy: 'Begin the URL in CROWSNEST_LOG with redis+cluster:',
  },
  {
    pattern: /WRONGTYPE/,
    problem: 'holds something else under the keys of the log',
    remedy: 'Name another prefix with ?prefix= in CROWSNEST_LOG',
  },
  {
    pattern: /^ERR (DB index|invalid DB index)/,
    problem: 'has no database of that number',
    remedy: 'Correct the number after "/" in CROWSNEST_LOG',
  },
];

/** Where another server may take over what one held. */
const TAKEOVER_REPLIES: readonly BrokerReply[] = [
  {
    pattern: UNREACHABLE,
    problem: 'cannot be reached',
    remedy: 'Start it, or correct CROWSNEST_LOG; the log also goes on once another server has taken over',
    mayPass: true,
  },
  {
    pattern: /READONLY/,
    problem: 'is a replica',
    remedy: 'The log goes on once the server is known that took over',
    mayPass: true,
  },
  {
    pattern: /^(MOVED|ASK|TRYAGAIN)/,
    problem: 'moves the log to another node',
    remedy: 'The log goes on once it is there',
    mayPass: true,
  },
  {
    pattern: /^CLUSTERDOWN/,
    problem: 'has no node for the log',
    remedy: 'The log goes on once the cluster serves all its slots',
    mayPass: true,
  },
];

/** Describes what failed in Redis and what to do about it. `server`: the one that holds the log, if it is known. */
export function redisFault(error: unknown, place: RedisPlace, server?: ServerAddress): LogError {
  if (error instanceof LogError) return error;
  const replies = place.topology.kind === 'server' ? REPLIES : [...TAKEOVER_REPLIES, ...REPLIES];
  return brokerFault(error, textOf(error), labelOf(place, server), replies);
}

/** Redis has not answered in time: its process, its host or the network may be stuck. `label` names it. */
export function redisStalled(label: string, waitedMs: number): LogError {
  return brokerStalled(label, waitedMs);
}

/** The log was closed, and its connections with it. */
export function redisClosed(place: RedisPlace): LogError {
  return brokerClosed(labelOf(place));
}

/** No sentinel has a master of this name. */
export function unknownMaster(place: RedisPlace, master: string): LogError {
  const message = `${labelOf(place)} knows no master "${master}". Correct the name after the servers in CROWSNEST_LOG.`;
  return new LogError('LOG_REFUSED', message);
}

function textOf(error: unknown): string {
  // A host name with several addresses fails with an error for each.
  if (error instanceof AggregateError) return textOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
