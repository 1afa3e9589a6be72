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
  /** Newest first, without payloads: a snapshot goes out whole, again and again. */
  readonly #recent: CrowsnestEvent[];

  constructor(origin: LogOrigin, saved?: SavedScope) {
    this.#stats = saved ? restoreStats(saved.state) : emptyStats(origin.start, origin.since);
    this.#recent = saved?.recent ?? [];
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
    this.#recent.unshift(withoutPayload(event));
    if (this.#recent.length > RECENT_EVENTS) this.#recent.pop();
  }

  snapshot(): StatsSnapshot {
    return snapshotOf(this.#stats, this.#recent);
  }

  save(): SavedScope {
    return { state: saveStats(this.#stats), recent: [...this.#recent] };
  }
}
