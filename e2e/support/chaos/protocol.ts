import type { EventId, EventType } from '#contract';

/** The options of the publishing server, passed as JSON in its only argument. */
export interface PublishingOptions {
  /** `memory:` or `sqlite:PATH`. */
  log: string;
  maxEvents: number;
  /** The admin's bearer token. */
  token: string;
  /** First reports the log's events after this one: those that an earlier process committed and could not report. */
  reportAfter: string;
  /** The number of its first call; every event belongs to a call. */
  firstCall: number;
}

/** The orders that the publishing server accepts over IPC. */
export type Order =
  /** Publishes calls, two events each: all in one turn, or a few between two commits. */
  | { order: 'publish'; calls: number; gait: 'burst' | 'trickle'; padding: number }
  /** Saves the projections, so that retention can continue. */
  | { order: 'save' }
  /** Shuts down gracefully. */
  | { order: 'stop' };

/** An event as the record keeps it: its id, and all members that filters examine. */
export interface RecordedEvent {
  id: EventId;
  type: EventType;
  sessionId: string;
  tenantId: string;
  tool: string;
  callId: string;
}

/** What the publishing server reports over IPC. `start` is the position before the log's oldest event. */
export type Report =
  | { report: 'ready'; origin: string; start: EventId; last: EventId }
  | { report: 'committed'; events: RecordedEvent[]; start: EventId }
  | { report: 'done'; start: EventId };
