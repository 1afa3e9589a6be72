import { randomUUID } from 'node:crypto';
import type { JetStreamManager, StreamInfo } from '@nats-io/jetstream';
import type { EventId } from '#contract';
import type { KnownLog } from '../broker/broker.ts';
import { LogError } from '../log-error.ts';
import { idAt } from './nats-ids.ts';
import type { NatsLink } from './connection/nats-link.ts';
import { openStream } from './connection/open-stream.ts';
import type { NatsNames } from './nats-names.ts';

/**
 * What a log is. The description of its stream holds this, so that it exists exactly as long as the stream, and is part
 * of its backups.
 */
export interface LogFacts {
  /** Another one for each log. */
  epoch: string;
  /** When the log was created: ISO 8601, UTC. */
  since: string;
  /** The position before the first event that the log ever had. */
  origin: EventId;
  /** The position before the first message of the stream. Later if the stream replaces one that was deleted. */
  before: EventId;
}

/** The stream as the server reports it. */
export interface StreamView {
  facts: LogFacts;
  /** The sequence of the oldest message. */
  firstSequence: number;
  /** The sequence of the last message, whether it is still held or not. */
  lastSequence: number;
  /** The maximum size of a message, with its headers. */
  maxBytes: number;
}

/** The maximum size of a message, if a server does not tell. */
const SMALLEST_MAXIMUM = 64 * 1_024;

/** What the stream works with. */
export interface StreamParts {
  link: NatsLink;
  names: NatsNames;
  /** The log and its place, for errors. */
  label: string;
  /** The number of copies of a stream that is created. */
  replicas: number;
}

/** The stream of events. */
export class NatsStream {
  constructor(private readonly parts: StreamParts) {}

  /** Looks at the stream, and creates it if it is missing: after what the process knows, so that ids never go back. */
  look(known: KnownLog | undefined): Promise<StreamView> {
    return this.parts.link.use(async ({ manager, connection }) => ({
      ...this.#viewOf(await this.#open(manager, known)),
      maxBytes: connection.info?.max_payload ?? SMALLEST_MAXIMUM,
    }));
  }

  /** Drops the messages before a sequence. */
  async dropBefore(sequence: number): Promise<void> {
    // The server takes a purge up to the first sequence for one of the whole stream.
    if (sequence <= 1) return;
    await this.parts.link.use(({ manager }) =>
      manager.streams.purge(this.parts.names.stream, { seq: sequence }),
    );
  }

  #open(manager: JetStreamManager, known: KnownLog | undefined): Promise<StreamInfo> {
    const { names, replicas } = this.parts;
    return openStream(manager, names.stream, () => ({
      subjects: [names.subjects],
      storage: 'file',
      num_replicas: replicas,
      discard: 'old',
      allow_direct: true,
      description: JSON.stringify(newFacts(known)),
    }));
  }

  #viewOf({ config, state }: StreamInfo): Omit<StreamView, 'maxBytes'> {
    const facts = factsOf(config.description);
    if (!facts || !config.allow_direct) throw foreign(this.parts.label, this.parts.names.stream);
    return { facts, firstSequence: state.first_seq, lastSequence: state.last_seq };
  }
}

/**
 * The facts of a new log. Its ids continue after the last one that the process knows. Otherwise they begin at the clock,
 * so that they are greater than those of an earlier log that nobody remembers.
 */
function newFacts(known: KnownLog | undefined): LogFacts {
  const now = Date.now();
  const first = idAt(now, 0);
  return {
    epoch: randomUUID(),
    since: new Date(now).toISOString(),
    origin: known?.origin ?? first,
    before: known?.last ?? first,
  };
}

function factsOf(description: string | undefined): LogFacts | undefined {
  try {
    const facts = JSON.parse(description ?? '') as Partial<LogFacts> | null;
    return typeof facts?.epoch === 'string' && typeof facts.before === 'string'
      ? (facts as LogFacts)
      : undefined;
  } catch {
    return undefined;
  }
}

function foreign(label: string, stream: string): LogError {
  const message = `The event log ${label} cannot be used: the stream "${stream}" holds something else. Name another one with ?prefix= in CROWSNEST_LOG.`;
  return new LogError('LOG_REFUSED', message);
}
