import type { EventId } from '#contract';
import type { EventPage } from '../../encoding/event-batch.ts';
import type { LoggedEvent } from '../../encoding/logged-event.ts';
import type { AuditRange, Checkpoint, IdRange, PageRequest, RangeRequest } from '../event-log.ts';
import type { SummaryPart, SummaryRequest } from '../summarize.ts';
import type { LostRange } from '../losses/lost-ranges.ts';
import type { ReadSlice } from '../read-all.ts';

/** What a store reports when it opens. */
export interface StoreState {
  /** The id of its last event, or `start` when it has none. */
  last: EventId;
  /** When it was created: ISO 8601, UTC. */
  since: string;
  /** The ranges between its first and last event that it could not store. */
  lost: readonly LostRange[];
}

/** Stores the events of an embedded log. It receives numbered events and keeps their order. */
export interface EventStore {
  open(): Promise<StoreState>;
  /** The position before the oldest stored event. It moves forward as old events are dropped. */
  readonly start: EventId;
  /**
   * Milliseconds from the beginning of one commit to the beginning of the next, under load. Use a pause if a commit is
   * expensive whatever its size, so that it carries many events; 0 if it costs almost nothing.
   */
  readonly pauseMs: number;
  /**
   * Stores all of the events, and the ranges lost before them, or rejects and stores none. A lost range replaces the
   * ranges that it encloses.
   */
  append(events: readonly LoggedEvent[], lost: readonly LostRange[]): Promise<void>;
  /** Begins a read, or continues it from the `rest` of the slice before. */
  readSlice(request: RangeRequest): Promise<ReadSlice>;
  /** Reads a page of events; the store chooses how many. */
  readPage(request: PageRequest): Promise<EventPage>;
  /** Summarises events after a position; the store chooses how many. */
  summarizePart(after: EventId, request: SummaryRequest): Promise<SummaryPart>;
  /** Reads audited events that were dropped. */
  readAudit(range: AuditRange): Promise<LoggedEvent[]>;
  /** Erases the payloads of calls. Rejects if it could not look at all events; it may then be repeated. */
  erasePayloads(callIds: readonly string[], within?: IdRange): Promise<void>;
  /** Drops single events, whose ids are in order, and records the ranges that replace the ones that they enclose. */
  dropEvents(ids: readonly EventId[], lost: readonly LostRange[]): Promise<void>;
  /** Whether the store holds an event with this id. */
  has(id: EventId): Promise<boolean>;
  loadCheckpoint(name: string): Promise<Checkpoint | undefined>;
  saveCheckpoint(name: string, checkpoint: Checkpoint): Promise<void>;
  /** Drops all checkpoints except these. */
  keepCheckpoints(names: readonly string[]): Promise<void>;
  /** Keeps a state of a projection, until retention drops an event after it. */
  keepState(name: string, state: Checkpoint): Promise<void>;
  /** The newest kept state of a projection that includes no event after `id`. */
  stateAt(name: string, id: EventId): Promise<Checkpoint | undefined>;
  /** The oldest kept state of a projection. */
  oldestState(name: string): Promise<Checkpoint | undefined>;
  /** When `deadline` aborts, the store releases its resources at once, even during an operation. */
  close(deadline?: AbortSignal): Promise<void>;
}

/** How much history a store keeps. The oldest events are dropped first, in small steps. */
export interface Retention {
  maxEvents: number;
  maxAgeMs: number;
  /** How long payloads are kept, in milliseconds: at most as long as their events. Default: as long as these. */
  payloadMaxAgeMs?: number | undefined;
  /** How long what admins did is kept, in milliseconds, also after its events were dropped. Default: 365 days. */
  auditMaxAgeMs?: number | undefined;
}

/** For whoever only reads a log: nothing is dropped, and nothing that the broker has been told of retention changes. */
export const KEEP_ALL = {
  maxEvents: Number.MAX_SAFE_INTEGER,
  maxAgeMs: Number.MAX_SAFE_INTEGER,
  payloadMaxAgeMs: undefined,
  auditMaxAgeMs: Number.MAX_SAFE_INTEGER,
} as const satisfies Retention;
