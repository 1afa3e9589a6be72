import { brokerClosed, brokerFault, brokerStalled, type BrokerReply } from '../../broker/broker-faults.ts';
import { LogError } from '../../log-error.ts';

const REPLIES: readonly BrokerReply[] = [
  {
    pattern: /certificate/i,
    problem: 'has a certificate that is not trusted',
    remedy: 'Name the file of its authority with NODE_EXTRA_CA_CERTS',
  },
  {
    pattern: /does not support 'tls'/,
    problem: 'has no TLS',
    remedy: 'Use nats: instead of tls: in CROWSNEST_LOG',
  },
  {
    pattern: /Authorization|authentication|nkey|jwt|UserAuthenticationExpired/i,
    problem: 'does not accept the user, the password or the token',
    remedy: 'Correct the user in the URL, CROWSNEST_NATS_PASSWORD, or the file of CROWSNEST_NATS_CREDS',
  },
  {
    pattern: /Permission/i,
    problem: 'does not allow this user what the log needs',
    remedy: 'Allow it the subjects that docs/instances.md lists',
    isQuoted: true,
  },
  {
    pattern: /JetStreamNotEnabled|jetstream (is )?not enabled|no responders/i,
    problem: 'has no JetStream, or none that is ready',
    remedy: 'Start it with -js, or enable JetStream for the account; the log goes on once it is ready',
    mayPass: true,
  },
  {
    pattern: /replicas > 1|suitable peers/i,
    problem: 'has fewer servers than the log has replicas',
    remedy: 'Start more, or lower ?replicas= in CROWSNEST_LOG',
  },
  {
    pattern: /insufficient|maximum (bytes|messages)|resource|no space|storage|limits? (exceeded|reached)/i,
    problem: 'has no room for more events',
    remedy: 'Give JetStream more storage, or lower CROWSNEST_LOG_MAX_EVENTS',
    mayPass: true,
  },
  {
    pattern: /not a valid bucket|invalid stream|subjects overlap/i,
    problem: 'holds something else under the name of the log',
    remedy: 'Name another prefix with ?prefix= in CROWSNEST_LOG',
  },
  {
    pattern: /stream not found|consumer not found|wrong last sequence|message not found/i,
    problem: 'holds another log than a moment ago',
    remedy: 'The log goes on by itself',
    mayPass: true,
  },
  {
    pattern:
      /refused|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|EPIPE|closed|disconnect|Connection|stale|undefined/i,
    problem: 'cannot be reached',
    remedy: 'Start it, or correct CROWSNEST_LOG, where tls: is for a server that needs TLS',
    mayPass: true,
  },
];

/** Describes what failed in NATS and what to do about it. `address` names the servers without credentials. */
export function natsFault(error: unknown, address: string): LogError {
  if (error instanceof LogError) return error;
  return brokerFault(error, textOf(error), `NATS at ${address}`, REPLIES);
}

/** NATS has not answered in time: its process, its host or the network may be stuck. */
export function natsStalled(address: string, waitedMs: number): LogError {
  return brokerStalled(`NATS at ${address}`, waitedMs);
}

/** The file with credentials cannot be read. */
export function natsCredentialsFault(path: string, error: unknown): LogError {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `The credentials "${path}" for NATS cannot be read: ${reason}. Correct CROWSNEST_NATS_CREDS.`;
  return new LogError('LOG_REFUSED', message, { cause: error });
}

/** The log was closed, and its connections with it. */
export function natsClosed(address: string): LogError {
  return brokerClosed(`NATS at ${address}`);
}

/** The log is not what this process knows: its stream was deleted or replaced. The next attempt looks again. */
export function natsChanged(name: string): LogError {
  return new LogError('LOG_AWAY', `The event log ${name} has changed.`);
}

function textOf(error: unknown): string {
  return error instanceof Error ? `${error.name} ${error.message}` : String(error);
}
