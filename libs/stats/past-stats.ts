import { Injectable } from '@nestjs/common';
import { compareEventIds, type EventFilter, type EventId } from '#contract';
import { EventLog, readSlices } from '#events';
import { StatsNotKept } from './stats-not-kept.ts';
import { STATS } from './stats-archive.ts';
import { StatsProjection, type SavedStatsProjection, type StatsSight } from './stats-projection.ts';
import type { SavedScope } from './stats-scope.ts';

/** After an event, or after the last event that was stamped by a time: ISO 8601, UTC, to the millisecond. */
export type Moment = { id: EventId } | { time: string };

/** Before the first event of any log. */
const BEFORE_ALL = '0' as EventId;

/** Nothing is stamped later. */
const END_OF_TIME = '9999-12-31T23:59:59.999Z';

/** A state from which the counters at later events can be folded. */
interface Base {
  asOf: EventId;
  saved: SavedStatsProjection | undefined;
}

/** Snapshots of the past: the last kept state before a moment, and the events between the two. */
@Injectable()
export class PastStats {
  constructor(
    private readonly log: EventLog,
    private readonly projection: StatsProjection,
  ) {}

  /**
   * The snapshot as JSON, as it was after all events up to a moment. Rejects with {@link StatsNotKept} if it is not known, and with a `LogError` if the log does not answer.
   */
  async snapshotAt(moment: Moment, sight: StatsSight): Promise<string> {
    const { tenantId, showsTrail } = sight;
    const upTo = 'id' in moment ? moment.id : await this.#lastBy(moment.time);
    if (compareEventIds(upTo, this.log.last) >= 0) return this.projection.snapshotJson(sight).toString();
    const base = await this.#baseFor(upTo);
    const scope = this.projection.scopeFrom(scopeIn(base.saved, tenantId));
    const filter: EventFilter = tenantId === null ? {} : { tenants: [tenantId] };
    for await (const slice of readSlices(this.log, { after: base.asOf, upTo, filter }))
      for (const { event } of slice) scope.apply(event);
    // Retention may have dropped events meanwhile, before they were read.
    if (compareEventIds(this.log.start, base.asOf) > 0) throw await this.#notKept();
    return scope.snapshotJson(showsTrail).toString();
  }

  /** The id of the last event that was stamped at a time or before it. */
  async #lastBy(time: string): Promise<EventId> {
    // The moment after it would have a year of five digits.
    const filter = time === END_OF_TIME ? {} : { to: new Date(Date.parse(time) + 1).toISOString() };
    const [last] = await this.log.read({ limit: 1, filter });
    if (last) return last.id;
    if (time < this.log.since || !(await this.#isWhole())) throw await this.#notKept();
    return this.log.start;
  }

  async #baseFor(upTo: EventId): Promise<Base> {
    const { start } = this.log;
    if (compareEventIds(upTo, start) < 0) throw await this.#notKept();
    const state = await this.log.stateAt(STATS, upTo);
    if (!state && !(await this.#isWhole())) throw await this.#notKept();
    const asOf = state?.asOf ?? start;
    const lost = this.log.lostAfter(asOf);
    if (lost && compareEventIds(lost.after, upTo) < 0) throw StatsNotKept.afterLoss(lost);
    return { asOf, saved: state?.value as SavedStatsProjection | undefined };
  }

  /** Whether the log has dropped nothing since it was created. */
  async #isWhole(): Promise<boolean> {
    return (await this.log.locate(BEFORE_ALL)).known;
  }

  async #notKept(): Promise<StatsNotKept> {
    if (await this.#isWhole()) return StatsNotKept.before({ id: this.log.start, time: this.log.since });
    const oldest = await this.log.oldestState(STATS);
    const now = (oldest?.value as SavedStatsProjection | undefined)?.all.state.now;
    return StatsNotKept.before(
      oldest && now !== undefined ? { id: oldest.asOf, time: new Date(now).toISOString() } : undefined,
    );
  }
}

function scopeIn(saved: SavedStatsProjection | undefined, tenantId: string | null): SavedScope | undefined {
  if (tenantId === null) return saved?.all;
  return saved?.tenants.find(([tenant]) => tenant === tenantId)?.[1];
}
