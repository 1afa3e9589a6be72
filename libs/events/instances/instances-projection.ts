import { Injectable } from '@nestjs/common';
import { compareEventIds, type CrowsnestEvent, type EventId, type IdsInCopy } from '#contract';
import { ProjectionKeeper } from '../projections/projection-keeper.ts';
import type { LogOrigin, Projection } from '../projections/projection.ts';

/** An instance that is up according to the log. */
export interface InstanceRecord {
  instance: string;
  name: string;
  version: string;
  /** When it joined: ISO 8601, UTC. */
  since: string;
}

/** The saved form of the projection. */
export interface SavedInstances {
  asOf: EventId;
  up: InstanceRecord[];
  gone: string[];
}

/** Maximum number of instances that are remembered after they have gone. What they left open has ended long before. */
const MAX_GONE = 1_000;

/** The instances that share the log, folded from their events. */
@Injectable()
export class InstancesProjection implements Projection {
  readonly name = 'instances';
  #asOf = '0' as EventId;
  #up = new Map<string, InstanceRecord>();
  #gone = new Set<string>();

  constructor(projections: ProjectionKeeper) {
    projections.register(this);
  }

  get asOf(): EventId {
    return this.#asOf;
  }

  /** The instances that are up, in the order in which they joined. */
  get up(): ReadonlyMap<string, InstanceRecord> {
    return this.#up;
  }

  /** The instances that have gone. */
  get gone(): ReadonlySet<string> {
    return this.#gone;
  }

  restore(origin: LogOrigin, saved: unknown): void {
    const { asOf = origin.start, up = [], gone = [] } = (saved ?? {}) as Partial<SavedInstances>;
    this.#asOf = asOf;
    this.#up = new Map(up.map((record) => [record.instance, record]));
    this.#gone = new Set(gone);
  }

  apply({ id, type, timestamp, data }: CrowsnestEvent): void {
    if (compareEventIds(id, this.#asOf) <= 0) return;
    this.#asOf = id;
    if (type === 'instance:up') this.#join({ ...data, since: timestamp });
    else if (type === 'instance:down') this.#leave(data.instance);
  }

  save(): SavedInstances {
    return { asOf: this.#asOf, up: [...this.#up.values()], gone: [...this.#gone] };
  }

  forCopy(saved: SavedInstances, ids: IdsInCopy): SavedInstances {
    return { ...saved, asOf: ids.positionOf(saved.asOf) };
  }

  #join({ instance, name, version, since }: InstanceRecord): void {
    this.#up.set(instance, { instance, name, version, since });
  }

  #leave(instance: string): void {
    this.#up.delete(instance);
    this.#gone.add(instance);
    const [oldest] = this.#gone;
    if (this.#gone.size > MAX_GONE && oldest !== undefined) this.#gone.delete(oldest);
  }
}
