import {
  emptyStats,
  RECENT_EVENTS,
  reduceStats,
  renumbered,
  restoreStats,
  saveStats,
  snapshotOf,
  withoutPayload,
  type CrowsnestEvent,
  type IdsInCopy,
  type InFlightCall,
  type LogOutage,
  type SavedStats,
  type Stats,
  type StatsSnapshot,
  wireJson,
} from '#contract';
import type { LogOrigin } from '#events';

/** The saved form of a scope. */
export interface SavedScope {
  state: SavedStats;
  recent: CrowsnestEvent[];
}

/** The counters that one kind of admin sees: those of everything, or of one tenant. */
export class StatsScope {
  readonly #stats: Stats;
  /** Oldest first. Without payloads, because snapshots are sent repeatedly. Up to twice as many as a snapshot holds. */
  readonly #recent: CrowsnestEvent[];
  #json: Buffer | undefined;

  constructor(origin: LogOrigin, stuckMs: number, saved?: SavedScope) {
    const stats = saved ? restoreStats(saved.state) : emptyStats(origin.start, origin.since);
    this.#stats = { ...stats, stuckMs };
    this.#recent = saved?.recent.toReversed() ?? [];
  }

  /** ISO 8601, UTC. */
  get since(): string {
    return this.#stats.since;
  }

  get logOutage(): LogOutage | null {
    return this.#stats.logOutage;
  }

  apply(event: CrowsnestEvent): void {
    this.#json = undefined;
    reduceStats(this.#stats, event);
    this.#recent.push(withoutPayload(event));
    if (this.#recent.length >= 2 * RECENT_EVENTS) this.#recent.splice(0, RECENT_EVENTS);
  }

  snapshot(): StatsSnapshot {
    return snapshotOf(this.#stats, this.#newestFirst());
  }

  /** The snapshot as JSON in UTF-8: encoded once, and shared by all readers until the next event. */
  snapshotJson(): Buffer {
    this.#json ??= Buffer.from(wireJson(this.snapshot()));
    return this.#json;
  }

  callsInFlight(): InFlightCall[] {
    return [...this.#stats.calls.values()];
  }

  save(): SavedScope {
    return { state: saveStats(this.#stats), recent: this.#newestFirst() };
  }

  #newestFirst(): CrowsnestEvent[] {
    return this.#recent.slice(-RECENT_EVENTS).toReversed();
  }
}

/** A saved scope for a copy of the log. Recent events that the copy does not have are left out. */
export function scopeForCopy({ state, recent }: SavedScope, ids: IdsInCopy): SavedScope {
  const kept = recent.flatMap((event) => {
    const id = ids.idOf(event.id);
    return id === undefined ? [] : [{ ...event, id }];
  });
  return { state: renumbered(state, ids), recent: kept };
}
