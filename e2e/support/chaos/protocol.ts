import type { EventId, EventType } from '#contract';

/** What the publishing server is started with: JSON, as its one argument. */
export interface PublishingOptions {
  /** `memory:` or `sqlite:PATH`. */
  log: string;
  maxEvents: number;
  /** The admin's bearer token. */
  token: string;
  /** Reports the log's events after this one first: what an earlier process committed and could not tell. */
  reportAfter: string;
  /** The number of the first call that it publishes; every event is of one call. */
  firstCall: number;
}

/** What the publishing server can be told, over IPC. */
export type Order =
  /** Publishes calls, each two events: all in one turn, or a few between two commits. */
  | { order: 'publish'; calls: number; gait: 'burst' | 'trickle'; padding: number }
  /** Saves the projections, so that retention may go on. */
  | { order: 'save' }
  /** Ends in order. */
  | { order: 'stop' };

/** An event as the record keeps it: all that filters look at, and who it is. */
export interface RecordedEvent {
  id: EventId;
  type: EventType;
  sessionId: string;
  tenantId: string;
  tool: string;
  callId: string;
}

/** What the publishing server tells, over IPC. `start` is the position before the log's oldest event. */
export type Report =
  | { report: 'ready'; origin: string; start: EventId; last: EventId }
  | { report: 'committed'; events: RecordedEvent[]; start: EventId }
  | { report: 'done'; start: EventId };
