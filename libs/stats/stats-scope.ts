import {
  emptyStats,
  RECENT_EVENTS,
  reduceStats,
  restoreStats,
  saveStats,
  snapshotOf,
  STATS_STATE_VERSION,
  withoutPayload,
  type CrowsnestEvent,
  type LogOutage,
  type Stats,
  type StatsSnapshot,
  type StatsState,
} from '#contract';
import type { LogOrigin } from '#events';

export interface SavedScope {
  state: StatsState;
  recent: CrowsnestEvent[];
}

/** Counters of what one kind of admin sees: everything, or one tenant. */
export class StatsScope {
  readonly #stats: Stats;
  /** Oldest first, without payloads: a snapshot goes out whole, again and again. More than are told, by as many. */
  readonly #recent: CrowsnestEvent[];

  constructor(origin: LogOrigin, saved?: SavedScope) {
    this.#stats = saved ? restoreStats(saved.state) : emptyStats(origin.start, origin.since);
    this.#recent = saved?.recent.toReversed() ?? [];
  }

  /** Whether counters of this version can be taken up again. */
  static isUsable(saved: SavedScope | undefined): boolean {
    return saved?.state.version === STATS_STATE_VERSION;
  }

  get logOutage(): LogOutage | null {
    return this.#stats.logOutage;
  }

  apply(event: CrowsnestEvent): void {
    reduceStats(this.#stats, event);
    this.#recent.push(withoutPayload(event));
    if (this.#recent.length >= 2 * RECENT_EVENTS) this.#recent.splice(0, RECENT_EVENTS);
  }

  snapshot(): StatsSnapshot {
    return snapshotOf(this.#stats, this.#newestFirst());
  }

  save(): SavedScope {
    return { state: saveStats(this.#stats), recent: this.#newestFirst() };
  }

  #newestFirst(): CrowsnestEvent[] {
    return this.#recent.slice(-RECENT_EVENTS).toReversed();
  }
}
