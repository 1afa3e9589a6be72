import type { CrowsnestEvent, EventId } from '#contract';

/** Where a log begins, for a projection that starts from nothing. */
export interface LogOrigin {
  start: EventId;
  /** When the log was created: ISO 8601, UTC. */
  since: string;
}

/**
 * Thrown by `restore` for a checkpoint that a newer version of Crowsnest saved. The server does not start: to start from
 * nothing would overwrite what the newer version knows.
 */
export class NewerCheckpointError extends Error {
  readonly code = 'NEWER_CHECKPOINT';
}

/**
 * A view of the past, folded from committed events. At start it is restored from its checkpoint and from the events
 * after it; then it folds every batch before any stream gets it. What `apply` throws is logged: the event counts as
 * folded, and other projections are not affected.
 */
export interface Projection {
  /** Names its checkpoint. */
  readonly name: string;
  /**
   * Starts from what `save` returned earlier, in this version or an older one, or from nothing when that is missing.
   * Throws {@link NewerCheckpointError} for what cannot be read and must not be lost.
   */
  restore(origin: LogOrigin, saved: unknown): void;
  /** The id of the last event folded, or the position it started from. */
  readonly asOf: EventId;
  apply(event: CrowsnestEvent): void;
  /** Returns everything that `restore` needs, as JSON. */
  save(): unknown;
}
