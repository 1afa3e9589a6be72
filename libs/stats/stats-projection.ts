import { Injectable } from '@nestjs/common';
import type { CrowsnestEvent, EventId, LogOutage, StatsSnapshot } from '#contract';
import { ProjectionKeeper, type LogOrigin, type Projection } from '#events';
import { StatsScope, type SavedScope } from './stats-scope.ts';

interface SavedStats {
  asOf: EventId;
  all: SavedScope;
  tenants: [string, SavedScope][];
}

/** The counters, folded from the log with the reducer that the console shares: in all, and per tenant. */
@Injectable()
export class StatsProjection implements Projection {
  readonly name = 'stats';
  #origin: LogOrigin = { start: '0' as EventId, since: '' };
  #asOf = this.#origin.start;
  #all = new StatsScope(this.#origin);
  #tenants = new Map<string, StatsScope>();

  constructor(projections: ProjectionKeeper) {
    projections.register(this);
  }

  get asOf(): EventId {
    return this.#asOf;
  }

  /** The outage of the log that its events tell of; null while there is none. */
  get logOutage(): LogOutage | null {
    return this.#all.logOutage;
  }

  /** What a holder of one tenant sees, or with null what everybody else sees. */
  snapshot(tenantId: string | null): StatsSnapshot {
    return (tenantId === null ? this.#all : this.#scopeOf(tenantId)).snapshot();
  }

  restore(origin: LogOrigin, saved: unknown): void {
    const { asOf, all, tenants = [] } = (saved ?? {}) as Partial<SavedStats>;
    const usable = asOf !== undefined && StatsScope.isUsable(all);
    this.#origin = origin;
    this.#asOf = usable ? asOf : origin.start;
    this.#all = new StatsScope(origin, usable ? all : undefined);
    this.#tenants = new Map(
      usable ? tenants.map(([tenant, scope]) => [tenant, new StatsScope(origin, scope)]) : [],
    );
  }

  apply(event: CrowsnestEvent): void {
    this.#asOf = event.id;
    this.#all.apply(event);
    if (event.tenantId) this.#scopeOf(event.tenantId).apply(event);
  }

  save(): SavedStats {
    const tenants = [...this.#tenants].map(([tenant, scope]): [string, SavedScope] => [tenant, scope.save()]);
    return { asOf: this.#asOf, all: this.#all.save(), tenants };
  }

  #scopeOf(tenantId: string): StatsScope {
    let scope = this.#tenants.get(tenantId);
    if (!scope) {
      scope = new StatsScope(this.#origin);
      this.#tenants.set(tenantId, scope);
    }
    return scope;
  }
}
