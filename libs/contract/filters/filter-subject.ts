import type { SessionOrigin } from '../events/session-events.ts';

/** What a filter needs to decide on one event. */
export interface FilterSubject {
  readonly event: FilteredEvent;
  /** The event's session; undefined if it has none or is not known. */
  readonly session: SessionFacts | undefined;
  /** Whether the call that a `tool:start` begins has no end yet. On a live stream true for every `tool:start`. */
  readonly isRunning: boolean;
}

/**
 * The members of an event that filters read. A committed event is one, and so is what an index knows of an event:
 * `FilterPlan.needsEvent` says when that is enough.
 */
export interface FilteredEvent {
  readonly type: string;
  readonly sessionId: string;
  readonly tenantId: string;
  readonly data: object;
}

/** What filters read of a session. */
export interface SessionFacts {
  /** The name that the client states, without its version. */
  readonly clientName: string;
  readonly origin: SessionOrigin;
}
