import type { CrowsnestEvent, EventId, IdsInCopy, InFlightCall, SessionFacts } from '#contract';

/** Where a log begins, for a projection that starts from nothing. */
export interface LogOrigin {
  start: EventId;
  /** When the log was created: ISO 8601, UTC. */
  since: string;
}

/**
 * Thrown by `restore` for a checkpoint that a newer version of Crowsnest saved. The server then does not start:
 * starting from nothing would overwrite the data of the newer version.
 */
export class NewerCheckpointError extends Error {
  readonly code = 'NEWER_CHECKPOINT';
}

/**
 * A view of the past, folded from committed events. At start it is restored from its checkpoint and the events after
 * it. From then on it folds every batch before any stream gets it. If `apply` throws, the error is logged, the event
 * counts as folded, and other projections are not affected.
 */
export interface Projection {
  /** The name of its checkpoint. */
  readonly name: string;
  /**
   * Starts from a value that `save` returned earlier, in this version or an older one, or from nothing if there is
   * none. Throws {@link NewerCheckpointError} for a value that it cannot read and must not overwrite.
   */
  restore(origin: LogOrigin, saved: unknown): void;
  /** The id of the last folded event, or the position it started from. */
  readonly asOf: EventId;
  apply(event: CrowsnestEvent): void;
  /** The calls in flight after the folded events. Only for projections that track calls. */
  callsInFlight?(): readonly InFlightCall[];
  /**
   * What filters look at in a session that is open, or has ended so lately that its last events may still be on their
   * way to a stream. Only for projections that track sessions.
   */
  findSession?(sessionId: string): SessionFacts | undefined;
  /** Returns everything that `restore` needs, as JSON. */
  save(): unknown;
  /** Returns what `save` has returned earlier in this version, for a copy of the log: its events have other ids. */
  forCopy(saved: unknown, ids: IdsInCopy): unknown;
}
