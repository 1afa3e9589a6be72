import type { CrowsnestEvent, EventId } from '#contract';

/** Where a log begins, for a projection that starts from nothing. */
export interface LogOrigin {
  start: EventId;
  /** When the log was made: ISO 8601, UTC. */
  since: string;
}

/**
 * A picture of the past, folded from committed events. It is restored at start from its checkpoint and
 * the events after it, and then sees every batch before any stream does.
 */
export interface Projection {
  /** Names its checkpoint. */
  readonly name: string;
  /** Starts anew, from what `save` gave earlier, or from nothing when that is missing or of another version. */
  restore(origin: LogOrigin, saved: unknown): void;
  /** The id of the last event folded, or the position it started from. */
  readonly asOf: EventId;
  apply(event: CrowsnestEvent): void;
  /** Everything it needs to go on, as JSON. */
  save(): unknown;
}
