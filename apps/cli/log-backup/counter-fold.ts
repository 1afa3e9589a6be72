import { compareEventIds, type CrowsnestEvent, type StatsSnapshot } from '#contract';
import { DeliveryGuard, ProjectionKeeper, type Checkpoint, type EventLog } from '#events';
import { StatsArchive, StatsProjection } from '#stats';

/** Totals that never decrease, and that every fold of the same events has alike. */
const TOTALS = ['totalToolCalls', 'errorCount', 'activeSessions', 'toolCallsInFlight'] as const;

/** Counts events again, up to the counters that the log has saved, and compares. */
export class CounterFold {
  #counted = 0;

  private constructor(
    private readonly again: StatsProjection | undefined,
    private readonly saved: StatsProjection | undefined,
  ) {}

  /** `isWhole`: whether the log holds all events that it ever had. */
  static async of(log: EventLog, isWhole: boolean): Promise<CounterFold> {
    const checkpoint = await log.loadCheckpoint(projectionOf(log).name);
    if (!checkpoint) return new CounterFold(undefined, undefined);
    const saved = projectionOf(log, checkpoint);
    // A log that was copied counts since its source was made, of which it may lack the beginning.
    if (isWhole && saved.snapshot(null).since === log.since) return new CounterFold(projectionOf(log), saved);
    const oldest = await log.oldestState(saved.name);
    if (!oldest || compareEventIds(oldest.asOf, saved.asOf) > 0) return new CounterFold(undefined, saved);
    // The saved counters include events that were lost.
    if (log.lostAfter(oldest.asOf)) return new CounterFold(undefined, saved);
    return new CounterFold(projectionOf(log, oldest), saved);
  }

  /** The number of events that were counted again; undefined if the log no longer holds a place to begin from. */
  get countedAgain(): number | undefined {
    return this.again && this.#counted;
  }

  /** Takes the next event of the log. */
  apply(event: CrowsnestEvent): void {
    const { again, saved } = this;
    if (!again || !saved || compareEventIds(event.id, again.asOf) <= 0) return;
    if (compareEventIds(event.id, saved.asOf) > 0) return;
    again.apply(event);
    this.#counted += 1;
  }

  /** What is wrong with the saved counters. */
  difference(): string | undefined {
    if (!this.again || !this.saved) return undefined;
    const [again, saved] = [this.again.snapshot(null), this.saved.snapshot(null)];
    const total = TOTALS.find((name) => again[name] !== saved[name]);
    return total && `the log has saved ${textOf(total, saved)}, but its events give ${again[total]}`;
  }
}

function textOf(total: (typeof TOTALS)[number], snapshot: StatsSnapshot): string {
  return `${total} = ${snapshot[total]} as of event ${snapshot.asOf}`;
}

/** Counters from a saved state, or from the beginning of the log. */
function projectionOf(log: EventLog, state?: Checkpoint): StatsProjection {
  const { start, since } = log;
  const archive = new StatsArchive({ condition: 'ok', keepState: async () => undefined });
  const projection = new StatsProjection(new ProjectionKeeper(log, new DeliveryGuard()), archive, {});
  projection.restore({ start, since }, state?.value);
  return projection;
}
