import { readFile } from 'node:fs/promises';
import type { Consumer, JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import type { KV } from '@nats-io/kv';
import type { MsgHdrs, NatsConnection, NodeConnectionOptions } from '@nats-io/transport-node';
import { natsCredentialsFault } from './nats-faults.ts';
import type { NatsPlace } from './nats-url.ts';
import { repeatIfTaken } from './open-stream.ts';

/** Milliseconds that a request may take. */
export const ANSWER_MS = 5_000;
/** Milliseconds that the server keeps a consumer whose reader is gone. */
const ABANDONED_MS = 30_000;

/** One connection that is not opened again, and what JetStream offers on it. */
export interface NatsClient {
  connection: NatsConnection;
  publisher: JetStreamClient;
  manager: JetStreamManager;
  headers: () => MsgHdrs;
  /** Opens a bucket, which is created if it is missing. */
  openBucket: (name: string) => Promise<KV>;
  /** A consumer of all messages of a stream from a sequence on, in order. */
  consumerFrom: (stream: string, sequence: number) => Promise<Consumer>;
}

/** Connects. The packages are loaded only by processes whose log is in NATS. */
export async function openNatsClient(place: NatsPlace): Promise<NatsClient> {
  const { connect, headers } = await import('@nats-io/transport-node');
  const { jetstream, jetstreamManager, DeliverPolicy } = await import('@nats-io/jetstream');
  const { Kvm } = await import('@nats-io/kv');
  const connection = await connect(await optionsOf(place));
  const options = { timeout: ANSWER_MS };
  const publisher = jetstream(connection, options);
  const buckets = new Kvm(publisher);
  return {
    connection,
    publisher,
    manager: await jetstreamManager(connection, { ...options, checkAPI: false }),
    headers,
    openBucket: (name) => repeatIfTaken(() => buckets.create(name, { replicas: place.replicas })),
    consumerFrom: (stream, sequence) =>
      publisher.consumers.get(stream, {
        deliver_policy: DeliverPolicy.StartSequence,
        opt_start_seq: sequence,
        inactive_threshold: ABANDONED_MS,
      }),
  };
}

async function optionsOf(place: NatsPlace): Promise<NodeConnectionOptions> {
  const { servers, isEncrypted, username, secret, credentials } = place;
  const user = username === undefined ? { token: secret } : { user: username, pass: secret };
  return {
    servers: [...servers],
    name: 'crowsnest',
    timeout: ANSWER_MS,
    // Whoever sent a request decides whether to repeat it; the client would send what waits without asking.
    reconnect: false,
    ...(isEncrypted && { tls: {} }),
    ...(credentials !== undefined && { authenticator: await authenticatorOf(credentials) }),
    ...(secret !== undefined && (user as { token: string } | { user: string; pass: string })),
  };
}

async function authenticatorOf(path: string) {
  const { credsAuthenticator } = await import('@nats-io/transport-node');
  const credentials = await readFile(path).catch((error: unknown) => {
    throw natsCredentialsFault(path, error);
  });
  return credsAuthenticator(credentials);
}
