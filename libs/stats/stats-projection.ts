import { Inject, Injectable } from '@nestjs/common';
import {
  compareEventIds,
  DEFAULT_STUCK_MS,
  type CrowsnestEvent,
  type EventId,
  type InFlightCall,
  type LogOutage,
  type StatsSnapshot,
  UnknownStatsState,
} from '#contract';
import { NewerCheckpointError, ProjectionKeeper, type LogOrigin, type Projection } from '#events';
import { STATS_MODULE_OPTIONS, type StatsModuleOptions } from './stats.module-definition.ts';
import { StatsScope, type SavedScope } from './stats-scope.ts';

interface SavedProjection {
  asOf: EventId;
  all: SavedScope;
  tenants: [string, SavedScope][];
}

/** The counters, overall and per tenant, folded from the log with the same reducer as in the console. */
@Injectable()
export class StatsProjection implements Projection {
  readonly name = 'stats';
  #origin: LogOrigin = { start: '0' as EventId, since: '' };
  #asOf = this.#origin.start;
  #all: StatsScope;
  #tenants = new Map<string, StatsScope>();

  readonly #stuckMs: number;

  constructor(projections: ProjectionKeeper, @Inject(STATS_MODULE_OPTIONS) options: StatsModuleOptions) {
    this.#stuckMs = options.stuckMs ?? DEFAULT_STUCK_MS;
    this.#all = new StatsScope(this.#origin, this.#stuckMs);
    projections.register(this);
  }

  get asOf(): EventId {
    return this.#asOf;
  }

  /** The outage of the log according to its own events; null while there is none. */
  get logOutage(): LogOutage | null {
    return this.#all.logOutage;
  }

  /** The snapshot of one tenant, or of everything with null. */
  snapshot(tenantId: string | null): StatsSnapshot {
    return this.#scopeFor(tenantId).snapshot();
  }

  /** The snapshot as JSON in UTF-8, shared by all readers until the next event. */
  snapshotJson(tenantId: string | null): Buffer {
    return this.#scopeFor(tenantId).snapshotJson();
  }

  restore(origin: LogOrigin, saved: unknown): void {
    const { asOf = origin.start, all, tenants = [] } = (saved ?? {}) as Partial<SavedProjection>;
    const scopeOf = (scope: SavedScope | undefined): StatsScope =>
      restoredScope(origin, this.#stuckMs, scope);
    this.#all = scopeOf(all);
    this.#tenants = new Map(tenants.map(([tenant, scope]) => [tenant, scopeOf(scope)]));
    this.#origin = origin;
    this.#asOf = asOf;
  }

  apply(event: CrowsnestEvent): void {
    if (compareEventIds(event.id, this.#asOf) <= 0) return;
    this.#asOf = event.id;
    this.#all.apply(event);
    if (event.tenantId) this.#scopeOf(event.tenantId).apply(event);
  }

  callsInFlight(): InFlightCall[] {
    return this.#all.callsInFlight();
  }

  save(): SavedProjection {
    const tenants = [...this.#tenants].map(([tenant, scope]): [string, SavedScope] => [tenant, scope.save()]);
    return { asOf: this.#asOf, all: this.#all.save(), tenants };
  }

  #scopeFor(tenantId: string | null): StatsScope {
    return tenantId === null ? this.#all : this.#scopeOf(tenantId);
  }

  #scopeOf(tenantId: string): StatsScope {
    let scope = this.#tenants.get(tenantId);
    if (!scope) {
      scope = new StatsScope(this.#origin, this.#stuckMs);
      this.#tenants.set(tenantId, scope);
    }
    return scope;
  }
}

// Totals of a newer version are kept, because they cannot be counted again.
function restoredScope(origin: LogOrigin, stuckMs: number, saved: SavedScope | undefined): StatsScope {
  try {
    return new StatsScope(origin, stuckMs, saved);
  } catch (error) {
    if (error instanceof UnknownStatsState) throw new NewerCheckpointError(error.message, { cause: error });
    throw error;
  }
}
