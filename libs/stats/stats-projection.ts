import { Inject, Injectable } from '@nestjs/common';
import {
  compareEventIds,
  DEFAULT_STUCK_MS,
  type CrowsnestEvent,
  type EventId,
  type IdsInCopy,
  type InFlightCall,
  type LogOutage,
  type StatsSnapshot,
  type StatsTotals,
  UnknownStatsState,
} from '#contract';
import { NewerCheckpointError, ProjectionKeeper, type LogOrigin, type Projection } from '#events';
import { STATS_MODULE_OPTIONS, type StatsModuleOptions } from './stats.module-definition.ts';
import { STATS, StatsArchive } from './stats-archive.ts';
import { scopeForCopy, StatsScope, type SavedScope } from './stats-scope.ts';

/** What somebody sees of the counters and of the events beside them. */
export interface StatsSight {
  /** The only tenant; null for everything. */
  tenantId: string | null;
  /** Whether recent events include the audit trail. */
  showsTrail: boolean;
}

/** The saved form of the counters. */
export interface SavedStatsProjection {
  asOf: EventId;
  /** As in {@link StatsArchive}; missing in what earlier versions saved. */
  sinceKept?: number;
  all: SavedScope;
  tenants: [string, SavedScope][];
}

/** The counters, overall and per tenant, folded from the log with the same reducer as in the console. */
@Injectable()
export class StatsProjection implements Projection {
  readonly name = STATS;
  #origin: LogOrigin = { start: '0' as EventId, since: '' };
  #asOf = this.#origin.start;
  #all: StatsScope;
  #tenants = new Map<string, StatsScope>();

  /** Milliseconds after which a running call counts as stuck: see `callPaceOf`. */
  readonly stuckMs: number;

  constructor(
    projections: ProjectionKeeper,
    private readonly archive: StatsArchive,
    @Inject(STATS_MODULE_OPTIONS) options: StatsModuleOptions,
  ) {
    this.stuckMs = options.stuckMs ?? DEFAULT_STUCK_MS;
    this.#all = new StatsScope(this.#origin, this.stuckMs);
    projections.register(this);
  }

  get asOf(): EventId {
    return this.#asOf;
  }

  /** The outage of the log according to its own events; null while there is none. */
  get logOutage(): LogOutage | null {
    return this.#all.logOutage;
  }

  /** The snapshot of one tenant, or of everything with null, with the audit trail. */
  snapshot(tenantId: string | null): StatsSnapshot {
    return this.#scopeFor(tenantId).snapshot(true);
  }

  /** The counters of everything, without recent events. */
  totals(): StatsTotals {
    return this.#all.totals();
  }

  /** The snapshot as JSON in UTF-8, shared by all readers until the next event. */
  snapshotJson({ tenantId, showsTrail }: StatsSight): Buffer {
    return this.#scopeFor(tenantId).snapshotJson(showsTrail);
  }

  restore(origin: LogOrigin, saved: unknown): void {
    const {
      asOf = origin.start,
      sinceKept = 0,
      all,
      tenants = [],
    } = (saved ?? {}) as Partial<SavedStatsProjection>;
    this.archive.sinceKept = sinceKept;
    this.#origin = origin;
    this.#all = this.scopeFrom(all);
    // The log may be a copy. Tenants that are new are counted since the same moment.
    this.#origin = { ...origin, since: this.#all.since };
    this.#tenants = new Map(tenants.map(([tenant, scope]) => [tenant, this.scopeFrom(scope)]));
    this.#asOf = asOf;
  }

  /**
   * Counters of their own, which continue from saved ones, or from the beginning of the log. Throws
   * {@link NewerCheckpointError} for counters that a newer version saved: they cannot be counted again.
   */
  scopeFrom(saved: SavedScope | undefined): StatsScope {
    try {
      return new StatsScope(this.#origin, this.stuckMs, saved);
    } catch (error) {
      if (error instanceof UnknownStatsState) throw new NewerCheckpointError(error.message, { cause: error });
      throw error;
    }
  }

  apply(event: CrowsnestEvent): void {
    if (compareEventIds(event.id, this.#asOf) <= 0) return;
    this.#asOf = event.id;
    this.#all.apply(event);
    if (event.tenantId) this.#scopeOf(event.tenantId).apply(event);
    this.archive.follow(event, this);
  }

  callsInFlight(): InFlightCall[] {
    return this.#all.callsInFlight();
  }

  save(): SavedStatsProjection {
    const tenants = [...this.#tenants].map(([tenant, scope]): [string, SavedScope] => [tenant, scope.save()]);
    return { asOf: this.#asOf, sinceKept: this.archive.sinceKept, all: this.#all.save(), tenants };
  }

  forCopy(saved: SavedStatsProjection, ids: IdsInCopy): SavedStatsProjection {
    const { asOf, all, tenants } = saved;
    return {
      ...saved,
      asOf: ids.positionOf(asOf),
      all: scopeForCopy(all, ids),
      tenants: tenants.map(([tenant, scope]) => [tenant, scopeForCopy(scope, ids)]),
    };
  }

  #scopeFor(tenantId: string | null): StatsScope {
    return tenantId === null ? this.#all : this.#scopeOf(tenantId);
  }

  #scopeOf(tenantId: string): StatsScope {
    let scope = this.#tenants.get(tenantId);
    if (!scope) {
      scope = this.scopeFrom(undefined);
      this.#tenants.set(tenantId, scope);
    }
    return scope;
  }
}
