import { brokerClosed, brokerFault, brokerStalled, type BrokerReply } from '../broker/broker-faults.ts';
import { LogError } from '../log-error.ts';

const REPLIES: readonly BrokerReply[] = [
  {
    pattern: /certificate/,
    problem: 'has a certificate that is not trusted',
    remedy: 'Name the file of its authority with NODE_EXTRA_CA_CERTS',
  },
  {
    pattern:
      /ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|Socket closed|Connection timeout/,
    problem: 'cannot be reached',
    remedy: 'Start it, or correct CROWSNEST_LOG, where rediss: is for a port with TLS',
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
    pattern: /^NOPERM/,
    problem: 'does not allow this user what the log needs',
    remedy: 'Allow it with ACL SETUSER: +@read +@write +@scripting +@connection and the keys of the prefix',
  },
  {
    pattern: /READONLY/,
    problem: 'is a replica that cannot be written',
    remedy: 'Name the primary server in CROWSNEST_LOG',
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
    pattern: /^(MOVED|ASK|CLUSTERDOWN|CROSSSLOT)/,
    problem: 'is a node of a cluster',
    remedy: 'Name a server that is not part of a Redis Cluster',
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

/** Describes what failed in Redis and what to do about it. `address` names the server without credentials. */
export function redisFault(error: unknown, address: string): LogError {
  if (error instanceof LogError) return error;
  return brokerFault(error, textOf(error), `Redis at ${address}`, REPLIES);
}

/** Redis has not answered in time: its process, its host or the network may be stuck. */
export function redisStalled(address: string, waitedMs: number): LogError {
  return brokerStalled(`Redis at ${address}`, waitedMs);
}

/** The log was closed, and its connections with it. */
export function redisClosed(address: string): LogError {
  return brokerClosed(`Redis at ${address}`);
}

function textOf(error: unknown): string {
  // A host name with several addresses fails with an error for each.
  if (error instanceof AggregateError) return textOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
