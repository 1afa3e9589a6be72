import type { EventId } from '#contract';
import type { EventPage } from '../../encoding/event-batch.ts';
import type { LoggedEvent } from '../../encoding/logged-event.ts';
import type { Checkpoint, PageRequest, ReadRequest } from '../event-log.ts';
import type { LostRange } from '../lost-ranges.ts';

/** What a store reports when it opens. */
export interface StoreState {
  /** The id of its last event, or `start` when it has none. */
  last: EventId;
  /** When it was created: ISO 8601, UTC. */
  since: string;
  /** The ranges between its first and its last event that it could not keep. */
  lost: readonly LostRange[];
}

/** Where an embedded log keeps its events: it is given numbered events and keeps them in that order. */
export interface EventStore {
  open(): Promise<StoreState>;
  /** The position before the oldest event that it holds; moves on as old events are dropped. */
  readonly start: EventId;
  /**
   * Milliseconds from the beginning of one commit to that of the next, under load: a commit that is expensive
   * whatever its size should carry many events. 0 where it costs next to nothing.
   */
  readonly pauseMs: number;
  /**
   * Keeps all of the events, and what was lost before them, or rejects and keeps none. A lost range takes the place of
   * those that it encloses.
   */
  append(events: readonly LoggedEvent[], lost: readonly LostRange[]): Promise<void>;
  read(request: ReadRequest): Promise<LoggedEvent[]>;
  /** Reads as many events as make a page. */
  readPage(request: PageRequest): Promise<EventPage>;
  /** Whether it holds an event with this id. */
  has(id: EventId): Promise<boolean>;
  loadCheckpoint(name: string): Promise<Checkpoint | undefined>;
  saveCheckpoint(name: string, checkpoint: Checkpoint): Promise<void>;
  /** When `deadline` aborts, the store lets go of what it holds, whatever it is doing. */
  close(deadline?: AbortSignal): Promise<void>;
}

/** How much history a store keeps; the oldest events are dropped first, in small steps. */
export interface Retention {
  maxEvents: number;
  maxAgeMs: number;
}
