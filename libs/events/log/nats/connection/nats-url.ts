import { allowParameters, decodedPart, prefixIn, problemOfUrl, refuseUrl } from '../../broker/broker-url.ts';
import { addressText, serversIn } from '../../broker/server-address.ts';

/** Where the log is in NATS, and how to connect. It holds a secret. */
export interface NatsPlace {
  /** The addresses of the servers of one cluster, each as `HOST:PORT`. */
  servers: readonly string[];
  isEncrypted: boolean;
  username?: string;
  /** A password if there is a user, and a token otherwise. */
  secret?: string;
  /** The path of a file with the credentials of a user. */
  credentials?: string;
  /** The name of the stream of events, and the beginning of all others. */
  prefix: string;
  /** The number of servers that keep a copy of the log, if it is created now. */
  replicas: number;
}

/** Secrets that the URL does not have to contain. */
export interface NatsSecrets {
  password?: string | undefined;
  /** The path of a file with the credentials of a user. */
  credentials?: string | undefined;
}

const DEFAULT_PORT = 4222;

/** What the names of streams and buckets may consist of. */
const PREFIX = /^[\w-]{1,64}$/;
/** What JetStream allows. */
const REPLICAS = /^[1-5]$/;
const SHAPE = /^(nats|tls):\/\/(?:([^/?#]*)@)?([^/?#@]*)\/?(?:\?([^#]*))?$/;

/** What is wrong with the URL of a log in NATS; undefined if it is valid. */
export function problemOfNatsUrl(text: string): string | undefined {
  return problemOfUrl(() => readNatsUrl(text));
}

/**
 * Reads a valid log URL such as `nats://user:password@host:4222,other:4222/?prefix=crowsnest`. A user without a password
 * is a token, unless `secrets` has a password.
 */
export function readNatsUrl(text: string, secrets: NatsSecrets = {}): NatsPlace {
  // The list of servers is not what a URL may have as its host.
  const [, scheme, sign, hosts = '', query = ''] =
    SHAPE.exec(text) ?? refuseUrl('is not nats://HOST:PORT/?prefix=NAME');
  const parameters = new URLSearchParams(query);
  allowParameters(parameters, 'prefix', 'replicas');
  const { username, secret } = signIn(sign, secrets.password);
  return {
    servers: serversIn(hosts, DEFAULT_PORT).map(addressText),
    isEncrypted: scheme === 'tls',
    ...(username !== undefined && { username }),
    ...(secret !== undefined && { secret }),
    ...(secrets.credentials !== undefined && { credentials: secrets.credentials }),
    prefix: prefixIn(parameters, PREFIX, 'A-Z a-z 0-9 _ -'),
    replicas: replicasIn(parameters),
  };
}

/** The addresses without credentials, for errors. */
export function addressOf({ servers }: NatsPlace): string {
  return servers.join(', ');
}

function replicasIn(parameters: URLSearchParams): number {
  const text = parameters.get('replicas') ?? '1';
  return REPLICAS.test(text) ? Number(text) : refuseUrl('has a number of replicas that is not from 1 to 5');
}

function signIn(text = '', password?: string): Pick<NatsPlace, 'username' | 'secret'> {
  const at = text.indexOf(':');
  const first = decodedPart(at < 0 ? text : text.slice(0, at));
  const second = at < 0 ? password : decodedPart(text.slice(at + 1)) || password;
  if (first === '') return second === undefined ? {} : { secret: second };
  return second === undefined ? { secret: first } : { username: first, secret: second };
}
