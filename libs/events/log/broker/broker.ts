import type { EventId, MissingEvents, SessionFacts } from '#contract';
import type { EncodedPayload } from '../../encoding/payload-beside.ts';
import type { SessionChange } from '../../encoding/session-changes.ts';
import type { Claims } from '../claims.ts';
import type { BrokerPayloads } from './broker-payloads.ts';
import type { BrokerThinning } from './broker-thinning.ts';
import type { Checkpoint, RangeRequest } from '../event-log.ts';
import type { LogScripts } from '../log-scripts.ts';
import type { LostRange } from '../losses/lost-ranges.ts';

/** An event as the broker holds it. */
export interface BrokerEntry {
  id: EventId;
  /** The position right before it. Events between this and the entry before could not be kept. */
  previous: EventId;
  /** When the events right before it happened that could not be kept. */
  lost?: Pick<MissingEvents, 'from' | 'to'>;
  /** The JSON of the event without its id. */
  json: string;
}

/** What a broker reports about its log. */
export interface BrokerState {
  /** Identifies the log: another value after the broker's data was deleted or replaced. */
  epoch: string;
  /** When the log was created: ISO 8601, UTC. */
  since: string;
  /** The position before the first event that the log ever had. */
  origin: EventId;
  /** The position before the oldest event that it holds. */
  start: EventId;
  /** The id of the last event. */
  last: EventId;
  /** Ranges of events that it could not keep: all of them when the log is opened, and later those that are new. */
  lost: readonly LostRange[];
}

/** What this process knows of the log. A broker that has forgotten some of it continues from here. */
export interface KnownLog {
  origin: EventId;
  /** The greatest id that this process has seen. */
  last: EventId;
}

/** A sign of life of an instance. */
export interface Beat {
  instance: string;
  /** What it tells of itself, as JSON. */
  facts: string;
}

/** The last sign of life of an instance, and the number of all. */
export interface CountedBeat extends Beat {
  beats: number;
}

/** Events that are appended on behalf of an instance that has gone. */
export interface BatchFor {
  instance: string;
  /** The id of the last event that the appending process has read. */
  upTo: EventId;
  /** The JSON of events without ids. */
  jsons: readonly string[];
  /** The sessions that end in the batch. */
  sessions: readonly SessionChange[];
}

/** The payload of an event of a batch. */
export interface OutgoingPayload extends EncodedPayload {
  /** The index of the event in the batch. */
  index: number;
}

/** Events to append together. A batch that is repeated with its sequence number is appended once. */
export interface OutgoingBatch {
  /** The instance that appends. */
  instance: string;
  /** One more than that of the batch before. */
  sequence: number;
  /** The JSON of events without ids. */
  jsons: readonly string[];
  /** The payloads that lie beside these events. */
  payloads: readonly OutgoingPayload[];
  /** The events before these that the queue had to drop. */
  dropped: MissingEvents & { missing: number };
  /** The sessions that begin or end in the batch, in order. */
  sessions: readonly SessionChange[];
}

/** A range of entries. */
export interface BrokerRange extends Omit<RangeRequest, 'filter'> {
  upTo: EventId;
}

/**
 * A broker that orders the events of one log and keeps them. Events are numbered without a hole, and the number can be
 * derived from the id, so whoever reads can tell what is missing, or was dropped. Every method answers within a time limit, or rejects
 * with a `LogError` that names the remedy.
 */
export interface Broker {
  /** Connects, and opens or creates the log. */
  open(): Promise<BrokerState>;
  /** Maximum size of the JSON of an event, in bytes. Known once the log is open. */
  readonly maxEventBytes: number;
  readonly claims: Claims;
  /** Missing if the broker executes no scripts. */
  readonly scripts?: LogScripts;
  /** Whether the log was looked at since its connection last broke. Until then, what is read of it may not be all. */
  readonly isCurrent: boolean;
  /** The payloads beside the events. */
  readonly payloads: BrokerPayloads;
  /** Missing if the broker keeps events only together. */
  readonly thinning?: BrokerThinning;
  /** The number of an event: one more than that of the event before it in the log. */
  numberOf(id: EventId): number;
  /** Restores in the log what this process knows of it. Drops events beyond the retention. */
  attend(known: KnownLog): Promise<BrokerState>;
  /**
   * Tells that an instance lives, and resolves with the signs of life of all. Rejects with the code `LOG_GIVEN_UP` if
   * events were appended on its behalf.
   */
  beat(beat: Beat): Promise<CountedBeat[]>;
  /** Removes an instance from those whose signs of life are known. */
  forget(instance: string): Promise<void>;
  /**
   * Appends a batch; counts as a sign of life. Drops events beyond the retention. Rejects with the code `LOG_GIVEN_UP`
   * if events were appended on behalf of its instance.
   */
  append(batch: OutgoingBatch, known: KnownLog): Promise<Pick<BrokerState, 'start' | 'last'>>;
  /**
   * Appends events on behalf of an instance, forgets it, and refuses all that it appends from then on. Resolves with the
   * id of the last event; with undefined, if that instance or another one on its behalf has appended anything after
   * `upTo`.
   */
  appendFor(batch: BatchFor): Promise<EventId | undefined>;
  /** The next entries after a position. Waits a limited time for the first, and may resolve with none. */
  readNext(after: EventId): Promise<BrokerEntry[]>;
  /** Entries up to and including `upTo`: the first ones, or the last ones if the range has no `after`. In order. */
  readRange(range: BrokerRange): Promise<BrokerEntry[]>;
  /** Audited entries up to and including `upTo`, also after retention has dropped them: as `readRange` does. */
  readAudit(range: BrokerRange): Promise<BrokerEntry[]>;
  /** What is known of sessions of which the broker holds events; undefined for one that it does not know. */
  findSessions(ids: readonly string[]): Promise<(SessionFacts | undefined)[]>;
  loadCheckpoint(name: string): Promise<Checkpoint | undefined>;
  /** Saves a checkpoint, unless a newer one of the name is saved. */
  saveCheckpoint(name: string, checkpoint: Checkpoint): Promise<void>;
  keepCheckpoints(names: readonly string[]): Promise<void>;
  keepState(name: string, state: Checkpoint): Promise<void>;
  /** The newest kept state between two positions. */
  stateAt(name: string, start: EventId, id: EventId): Promise<Checkpoint | undefined>;
  /** The oldest kept state from a position on. */
  oldestState(name: string, start: EventId): Promise<Checkpoint | undefined>;
  /** Closes all connections. */
  close(): void;
}
