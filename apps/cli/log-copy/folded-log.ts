import { AlertsProjection } from '#alerts';
import { compareEventIds, type EventDraft, type IdsInCopy, type InFlightCall } from '#contract';
import {
  DeliveryGuard,
  InstancesProjection,
  ProjectionKeeper,
  type Checkpoint,
  type EventLog,
  type LoggedEvent,
  type Projection,
} from '#events';
import { SourcesProjection } from '#ingest';
import { endOfCall, endOfSession, SessionDirectory } from '#sessions';
import { recoveryFrom, StatsArchive, StatsProjection, type SavedStatsProjection } from '#stats';
import { DefinitionsProjection } from '#tools';
import { CopyError } from './copy-error.ts';

/** What a server would know of a log that it opens: its checkpoints, and all events after them. */
export class FoldedLog {
  /** States that a server would keep while it reads the events after the checkpoints. */
  readonly newStates: Checkpoint[] = [];
  readonly #sessions: SessionDirectory;
  readonly #stats: StatsProjection;
  readonly #alerts: AlertsProjection;
  readonly #projections: readonly Projection[];

  constructor(private readonly log: EventLog) {
    const keeper = new ProjectionKeeper(log, new DeliveryGuard());
    const archive = new StatsArchive({
      condition: 'ok',
      keepState: async (_, state) => void this.newStates.push(state),
    });
    this.#sessions = new SessionDirectory(keeper);
    this.#stats = new StatsProjection(keeper, archive, {});
    this.#alerts = new AlertsProjection(keeper, this.#sessions, this.#stats, {});
    this.#projections = [
      this.#stats,
      this.#sessions,
      new InstancesProjection(keeper),
      new DefinitionsProjection(keeper),
      new SourcesProjection(keeper),
      // Looks at counters and sessions, so these are folded first.
      this.#alerts,
    ];
  }

  /** The names of the checkpoints. */
  get names(): string[] {
    return this.#projections.map(({ name }) => name);
  }

  /** The name of the projection that keeps earlier states. */
  get keptName(): string {
    return this.#stats.name;
  }

  /** Loads the checkpoints; resolves with whether there are any. */
  async restore(): Promise<boolean> {
    const { start, since, last } = this.log;
    let isAny = false;
    for (const projection of this.#projections) {
      const checkpoint = await this.log.loadCheckpoint(projection.name);
      if (checkpoint && compareEventIds(checkpoint.asOf, last) > 0)
        throw new CopyError(
          'The counters of the log are newer than its events: a server has just saved them. Try again.',
        );
      if (projection === this.#alerts) this.#alerts.followSaved(checkpoint?.value);
      projection.restore({ start, since }, checkpoint?.value);
      isAny ||= checkpoint !== undefined;
    }
    return isAny;
  }

  /** Folds the next events of the log. Those that a checkpoint includes change nothing. */
  apply(events: readonly LoggedEvent[]): void {
    for (const { event } of events) for (const projection of this.#projections) projection.apply(event);
  }

  /** The checkpoints of a copy of the log. */
  checkpointsFor(ids: IdsInCopy): Map<string, Checkpoint> {
    return new Map(
      this.#projections.map((projection) => {
        const value = projection.forCopy(projection.save(), ids);
        return [projection.name, { asOf: ids.positionOf(projection.asOf), value }];
      }),
    );
  }

  /** An earlier state, for a copy of the log. */
  stateFor({ asOf, value }: Checkpoint, ids: IdsInCopy): Checkpoint {
    return { asOf: ids.positionOf(asOf), value: this.#stats.forCopy(value as SavedStatsProjection, ids) };
  }

  /** The ends of what is still open. Calls first, because a session ends after its calls. */
  get openEnds(): EventDraft[] {
    const calls = new Map<string, InFlightCall>();
    for (const projection of [this.#stats, this.#sessions])
      for (const call of projection.callsInFlight()) calls.set(call.callId, call);
    const { logOutage } = this.#stats;
    return [
      ...Array.from(calls.values(), (call) => endOfCall(call, this.#sessions.findRecord(call.sessionId))),
      ...this.#sessions.openSessions().map(endOfSession),
      ...(logOutage ? [recoveryFrom(logOutage)] : []),
    ];
  }
}
