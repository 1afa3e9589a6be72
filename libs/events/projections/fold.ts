import { compareEventIds, type EventId } from '#contract';
import type { DeliveryGuard } from '../bus/delivery-guard.ts';
import type { LoggedEvent } from '../encoding/logged-event.ts';
import type { Checkpoint, EventLog } from '../log/event-log.ts';
import { NewerCheckpointError, type LogOrigin, type Projection } from './projection.ts';

const PAGE_EVENTS = 1_000;
/** Milliseconds for which a projection that misses events is not saved. Every instance saves its own more often. */
const PATIENCE_MS = 15_000;

/** A projection, and how far it has folded the log. */
export class Fold {
  /** Names it in the counts of failures. */
  readonly name: string;
  /** The id of the last event that the projection has received. */
  #position: EventId;
  /** The id of the last event that its saved state includes. */
  saved: EventId | undefined;
  /** Events that it could not fold, and since when it waits for a state that includes them. */
  #missing: { upTo: EventId; since: number } | undefined;

  constructor(
    readonly projection: Projection,
    private readonly log: EventLog,
    private readonly guard: DeliveryGuard,
  ) {
    this.name = `Projection "${projection.name}"`;
    this.#position = projection.asOf;
  }

  /** Begins where a checkpoint ends, or at the beginning of the log. Throws {@link NewerCheckpointError}. */
  begin(checkpoint: Checkpoint | undefined): void {
    const { projection, name } = this;
    try {
      projection.restore(this.#origin, checkpoint?.value);
      if (checkpoint) this.saved = projection.asOf;
    } catch (error) {
      if (error instanceof NewerCheckpointError) throw error;
      // An unreadable checkpoint costs the projection its history, and does not prevent the start.
      this.guard.report(name, error);
      this.guard.run(name, () => projection.restore(this.#origin, undefined));
    }
    this.#position = projection.asOf;
  }

  /** Folds the next page of the log; resolves with the number of its events, and whether there may be more. */
  async readOn(): Promise<{ count: number; isFull: boolean }> {
    const page = await this.log.read({ after: this.#position, limit: PAGE_EVENTS });
    this.foldAll(page);
    return { count: page.length, isFull: page.length === PAGE_EVENTS };
  }

  /** Folds those events that it has not folded yet. */
  foldAll(events: readonly LoggedEvent[]): void {
    for (const { event } of newEvents(events, this.#position)) {
      this.#position = event.id;
      try {
        this.projection.apply(event);
      } catch (error) {
        this.guard.report(this.name, error);
      }
    }
  }

  /** Whether its state includes all events up to a position. */
  includes(position: EventId): boolean {
    return compareEventIds(this.#position, position) >= 0;
  }

  /** Notes that events up to a position, which its state does not include, cannot be folded any more. */
  miss(upTo: EventId): void {
    this.#missing = { upTo, since: performance.now() };
  }

  /** Goes on from a state that includes what is missing, if the checkpoint is one. Call it before what follows is folded. */
  takeOver(checkpoint: Checkpoint | undefined): void {
    if (this.#includesMissing(checkpoint)) this.#goOnFrom(checkpoint);
  }

  /**
   * Resolves with whether its state may be saved. If it misses events, it first looks for a state that includes them. When
   * nobody has saved one for a while, nobody has had them.
   */
  async becomeWhole(): Promise<boolean> {
    if (!this.#missing) return true;
    const checkpoint = await this.log.loadCheckpoint(this.projection.name);
    if (this.#includesMissing(checkpoint)) await this.#takeOverLate(checkpoint);
    if (this.#missing && performance.now() - this.#missing.since < PATIENCE_MS) return false;
    this.#missing = undefined;
    return true;
  }

  /** Takes over a state that is older than its own: what was committed since then is folded again. */
  async #takeOverLate(checkpoint: Checkpoint): Promise<void> {
    const since: LoggedEvent[] = [];
    for (let after = checkpoint.asOf; compareEventIds(after, this.#position) < 0;) {
      const page = await this.log.read({ after, limit: PAGE_EVENTS });
      since.push(...page);
      const last = page.at(-1)?.id;
      if (last === undefined) return;
      after = last;
    }
    this.#goOnFrom(checkpoint);
    this.foldAll(since);
  }

  #goOnFrom(checkpoint: Checkpoint): void {
    const { projection, name } = this;
    try {
      projection.restore(this.#origin, checkpoint.value);
      this.#position = projection.asOf;
      this.#missing = undefined;
    } catch (error) {
      // Such as one of a newer version. It goes on with what it has.
      this.guard.report(name, error);
    }
  }

  #includesMissing(checkpoint: Checkpoint | undefined): checkpoint is Checkpoint {
    const { upTo } = this.#missing ?? {};
    return checkpoint !== undefined && upTo !== undefined && compareEventIds(checkpoint.asOf, upTo) >= 0;
  }

  get #origin(): LogOrigin {
    return { start: this.log.start, since: this.log.since };
  }
}

/** The events after a position. Their ids grow, so usually only the first has to be compared. */
function newEvents(events: readonly LoggedEvent[], position: EventId): readonly LoggedEvent[] {
  const first = events.findIndex(({ id }) => compareEventIds(id, position) > 0);
  return first === 0 ? events : events.slice(first < 0 ? events.length : first);
}
