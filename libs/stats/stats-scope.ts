import {
  emptyStats,
  reduceStats,
  renumbered,
  restoreStats,
  saveStats,
  snapshotOf,
  totalsOf,
  type CrowsnestEvent,
  type IdsInCopy,
  type InFlightCall,
  type LogOutage,
  type SavedStats,
  type Stats,
  type StatsSnapshot,
  type StatsTotals,
  wireJson,
} from '#contract';
import type { LogOrigin } from '#events';
import { RecentEvents } from './recent-events.ts';

/** The saved form of a scope. */
export interface SavedScope {
  state: SavedStats;
  recent: CrowsnestEvent[];
}

/** The counters that one kind of admin sees: those of everything, or of one tenant. */
export class StatsScope {
  readonly #stats: Stats;
  readonly #recent: RecentEvents;
  /** The snapshot as JSON, with the audit trail and without. */
  readonly #json = new Map<boolean, Buffer>();

  constructor(origin: LogOrigin, stuckMs: number, saved?: SavedScope) {
    const stats = saved ? restoreStats(saved.state) : emptyStats(origin.start, origin.since);
    this.#stats = { ...stats, stuckMs };
    this.#recent = new RecentEvents(saved?.recent);
  }

  /** ISO 8601, UTC. */
  get since(): string {
    return this.#stats.since;
  }

  get logOutage(): LogOutage | null {
    return this.#stats.logOutage;
  }

  apply(event: CrowsnestEvent): void {
    // Emptying an empty map allocates, and this runs for every event.
    if (this.#json.size > 0) this.#json.clear();
    reduceStats(this.#stats, event);
    this.#recent.add(event);
  }

  /** The snapshot; its recent events include the audit trail, or leave it out. */
  snapshot(showsTrail: boolean): StatsSnapshot {
    return snapshotOf(this.#stats, this.#recent.newestFirst(showsTrail));
  }

  /** The snapshot as JSON in UTF-8: encoded once, and shared by all readers until the next event. */
  snapshotJson(showsTrail: boolean): Buffer {
    const known = this.#json.get(showsTrail);
    if (known) return known;
    const json = Buffer.from(wireJson(this.snapshot(showsTrail)));
    this.#json.set(showsTrail, json);
    return json;
  }

  totals(): StatsTotals {
    return totalsOf(this.#stats);
  }

  callsInFlight(): InFlightCall[] {
    return [...this.#stats.calls.values()];
  }

  save(): SavedScope {
    return { state: saveStats(this.#stats), recent: this.#recent.save() };
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
