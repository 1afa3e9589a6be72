import type { EventFilter, EventId, UncommittedEvent } from '#contract';
import type { FramePage } from '../event-frames.ts';
import type { EventBatch } from '../event-batch.ts';
import type { LoggedEvent } from '../logged-event.ts';
import type { LostRange } from './lost-ranges.ts';

/** A page of the log. Events come oldest first, at most `limit`. */
export interface ReadRequest {
  /** Only events after this id; the first `limit` of them. */
  after?: EventId;
  /** Only events before this id; without `after`, the last `limit` of them. */
  before?: EventId;
  limit: number;
  filter?: EventFilter;
}

/** Events after one id, up to and with another, that are wanted as the stream sends them. */
export interface FramesRequest {
  after: EventId;
  upTo: EventId;
  filter?: EventFilter;
}

/** What a projection had folded up to `asOf`, as JSON. */
export interface Checkpoint {
  asOf: EventId;
  value: unknown;
}

/** Whether the log can follow on from an id without leaving anything out. */
export type Position =
  | { known: true }
  /** The log does not know the id, or no longer reaches back to it. The stream can go on after `resumeAfter`. */
  | { known: false; resumeAfter: EventId };

export type LogCondition = 'ok' | 'degraded';

/**
 * The order and the memory of all events. One process writes it; everybody else reads what it has
 * committed. Engines differ in where they keep it.
 */
export abstract class EventLog {
  /** The position before the oldest event that the log still holds. */
  abstract readonly start: EventId;
  /** The id of the last committed event, or the position before the first. */
  abstract readonly last: EventId;
  /** When the log was made: ISO 8601, UTC. */
  abstract readonly since: string;
  abstract readonly condition: LogCondition;

  /** Opens it; each committed batch is handed to `onCommit`, in order. */
  abstract open(onCommit: (batch: EventBatch) => void): Promise<void>;
  /** Appends an event, also before the log is open: returns at once, and never throws. */
  abstract append(event: UncommittedEvent): void;
  /** Reads committed events. */
  abstract read(request: ReadRequest): Promise<LoggedEvent[]>;
  /** Reads committed events as the stream sends them: as many as make a page. */
  abstract readFrames(request: FramesRequest): Promise<FramePage>;
  /** Where a reader whose last event was `id` stands. */
  abstract locate(id: EventId): Promise<Position>;
  /** The first range of events that ends after a position and could not be kept: pages are silent about it. */
  abstract lostAfter(position: EventId): LostRange | undefined;
  abstract loadCheckpoint(name: string): Promise<Checkpoint | undefined>;
  abstract saveCheckpoint(name: string, checkpoint: Checkpoint): Promise<void>;
  /** Resolves when everything appended so far is committed, or cannot be. */
  abstract flush(): Promise<void>;
  abstract close(): Promise<void>;
}
