import type { EventDraft, EventFilter, EventId, SummaryForm, SummaryOf, UncommittedEvent } from '#contract';
import type { EventBatch, EventPage } from '../encoding/event-batch.ts';
import type { FindSession } from '../encoding/event-terms.ts';
import type { LoggedEvent } from '../encoding/logged-event.ts';
import type { Claims } from './claims.ts';
import type { LogScripts } from './log-scripts.ts';
import type { LostRange } from './losses/lost-ranges.ts';
import type { Membership, MembershipListener } from './membership.ts';
import { summarizePage, summarizeParts, type SummaryPart, type SummaryRequest } from './summarize.ts';

/** A range of events to read: oldest first, at most `limit`. */
export interface RangeRequest {
  /** Only events after this id; the first `limit` of them. */
  after?: EventId;
  /** Only events before this id; without `after`, the last `limit` of them. */
  before?: EventId;
  limit: number;
  filter?: EventFilter;
}

/** A range of audited events: those of what admins did. */
export type AuditRange = Omit<RangeRequest, 'filter'>;

/** A request for events. A read through a filter may take long. */
export interface ReadRequest extends RangeRequest {
  /** When it aborts, the read ends with what it has found: nobody waits for the answer. */
  signal?: AbortSignal;
}

/** Events from one id to another, both included. */
export interface IdRange {
  first: EventId;
  last: EventId;
}

/** A request for a page of events after one id, up to and including another. */
export interface PageRequest {
  after: EventId;
  upTo: EventId;
  filter?: EventFilter;
}

/** The state of a projection up to `asOf`, as JSON. */
export interface Checkpoint {
  asOf: EventId;
  value: unknown;
}

/** Whether the log can continue from an id without leaving anything out. */
export type Position =
  /** It can. `after` is the id in the log's own form, where that differs. */
  | { known: true; after?: EventId }
  /** The log does not know the id, or no longer reaches back to it. It can continue after `resumeAfter`. */
  | { known: false; resumeAfter: EventId };

/** Whether a log commits. */
export type LogCondition = 'ok' | 'degraded';

/** An attempt to store waiting events. */
export interface CommitAttempt {
  /** From the request to the answer of the store or the broker, in milliseconds. */
  durationMs: number;
  isStored: boolean;
}

/** The functions that a log calls once it is followed. They do not throw. */
export interface LogListener {
  /**
   * The log has ordered these events: each event once, batches and events in the order of ids. By then `last` is
   * already the id of the last event of the batch.
   */
  committed: (batch: EventBatch) => void;
  /** Publishes an event about the log itself, which comes back through `append` before the call returns. */
  publish: (draft: EventDraft) => void;
  /**
   * Finds what is known of a session that is open or has ended lately. A log that no longer holds the `session:open` of
   * an event that it holds knows its session by itself.
   */
  findSession: FindSession;
  /**
   * An event about the log that was published, and can be committed only later. Subscribers of this process learn of
   * it at once. Only a log that delivers nothing uncommitted calls it.
   */
  notice: (event: UncommittedEvent) => void;
  /**
   * Events up to this position cannot be delivered, and other processes may have had them before they were dropped. What
   * follows is delivered once this resolves. If it rejects, it is called again.
   */
  missed?: (upTo: EventId) => Promise<void>;
  /** An event without JSON was dropped. */
  refused: (event: UncommittedEvent, error: unknown) => void;
  /** An attempt to store events has ended. */
  attempted?: (attempt: CommitAttempt) => void;
  /** This number of events was dropped, because too many wait. */
  dropped?: (count: number) => void;
  /** Only a log that several processes share calls it. */
  instances?: MembershipListener;
}

/**
 * Orders and stores all events. An engine may order them itself, or leave that to a broker: it then delivers what it
 * reads back, events of this process and of others. Ids are opaque: compare them with `compareEventIds`.
 */
export abstract class EventLog {
  /** The position before the oldest event that the log holds. */
  abstract readonly start: EventId;
  /** The id of the last delivered event, or the position before the first. */
  abstract readonly last: EventId;
  /** When the log was created: ISO 8601, UTC. */
  abstract readonly since: string;
  /** `degraded` while the log cannot commit. */
  abstract readonly condition: LogCondition;
  /** Number of events that were appended and are not committed yet. */
  abstract readonly waiting: number;

  /** Whether several processes may use the log at the same time. */
  get isShared(): boolean {
    return false;
  }

  /** This process among those that share the log, once it is followed; undefined if no other process can use the log. */
  get membership(): Membership | undefined {
    return undefined;
  }

  /** Keys that this process may claim among those that share the log; undefined if no other process can use it. */
  get claims(): Claims | undefined {
    return undefined;
  }

  /** Runs scripts beside the log, for all processes that share it; undefined where the engine executes none. */
  get scripts(): LogScripts | undefined {
    return undefined;
  }

  /** Opens the log for reading; nothing is committed or delivered yet. Rejects with a `LogError`. */
  abstract open(): Promise<void>;
  /** Starts to commit appended events, including earlier ones, and to deliver everything after `last`. Call it once. */
  abstract follow(listener: LogListener): void;
  /** Appends an event, even before the log is open. Returns at once and never throws. */
  abstract append(event: UncommittedEvent): void;
  /** Reads committed events. */
  abstract read(request: ReadRequest): Promise<LoggedEvent[]>;
  /**
   * Reads audited events that the log has dropped, and maybe some that it still holds: the first ones of the range, or
   * the last ones if it has no `after`.
   */
  abstract readAudit(range: AuditRange): Promise<LoggedEvent[]>;
  /** Reads a page of committed events; the engine chooses how many. */
  abstract readPage(request: PageRequest): Promise<EventPage>;
  /** Summarises committed events, without holding up the thread or commits. */
  summarize<F extends SummaryForm>(request: SummaryRequest<F>): Promise<SummaryOf<F>> {
    return summarizeParts(request, this.start, (position) => this.summarizePart(position, request));
  }
  /** Summarises some events after a position: a page, unless the engine has a faster way. */
  protected summarizePart(after: EventId, request: SummaryRequest): Promise<SummaryPart> {
    return summarizePage(this, after, request);
  }
  /** Finds the position of a reader whose last event was `id`. */
  abstract locate(id: EventId): Promise<Position>;
  /** The first range of lost events that ends after a position. Pages leave out lost events silently. */
  abstract lostAfter(position: EventId): LostRange | undefined;
  /**
   * The number of events after one position, up to and including another, if the log can tell that from the ids. It
   * counts events that could not be kept.
   */
  countBetween(_after: EventId, _last: EventId): number | null {
    return null;
  }
  abstract loadCheckpoint(name: string): Promise<Checkpoint | undefined>;
  abstract saveCheckpoint(name: string, checkpoint: Checkpoint): Promise<void>;
  /** Drops all checkpoints except these. Has no effect in an engine that keeps no events for checkpoints. */
  keepCheckpoints(_names: readonly string[]): Promise<void> {
    return Promise.resolve();
  }
  /**
   * Keeps a state of a projection beside its checkpoint, until retention drops an event after it. Has no effect in an
   * engine that keeps none.
   */
  keepState(_name: string, _state: Checkpoint): Promise<void> {
    return Promise.resolve();
  }
  /** The newest kept state of a projection that includes no event after `id`. */
  stateAt(_name: string, _id: EventId): Promise<Checkpoint | undefined> {
    return Promise.resolve(undefined);
  }
  /** The oldest kept state of a projection. */
  oldestState(_name: string): Promise<Checkpoint | undefined> {
    return Promise.resolve(undefined);
  }
  /**
   * Erases the arguments and results of calls permanently; their events remain. Unknown ids are ignored. With `within`,
   * an engine may leave those of events outside of that range. Rejects with a `LogError` if not all of them could be
   * erased; it may then be repeated.
   */
  abstract erasePayloads(callIds: readonly string[], within?: IdRange): Promise<void>;
  /**
   * Drops single events, whose ids are in order, while those around them stay: their own time is over. `lost` is the range that
   * the log knows as no longer whole from then on. Rejects with a `LogError`: also if the engine keeps events only together.
   */
  abstract dropEvents(ids: readonly EventId[], lost: LostRange): Promise<void>;
  /**
   * Resolves when everything appended so far was delivered. Events that cannot be committed, or not within the engine's
   * time limit for its store, are delivered live.
   */
  abstract flush(): Promise<void>;
  /**
   * Commits the waiting events if possible, and closes the log. When `deadline` aborts, it closes without waiting for
   * an answer.
   */
  abstract close(deadline?: AbortSignal): Promise<void>;
}
