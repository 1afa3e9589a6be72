import { Injectable } from '@nestjs/common';
import {
  compareEventIds,
  type CrowsnestEvent,
  type EventId,
  type IdsInCopy,
  type ToolDefinitionText,
} from '#contract';
import { ProjectionKeeper, type LogOrigin, type Projection } from '#events';
import { KnownTools, type SavedTools } from './known-tools.ts';

/** The saved form of the projection. */
interface SavedDefinitions extends SavedTools {
  asOf: EventId;
  changedAt: EventId;
}

/** The last known definitions of tools, according to the log and to what was seen first. They survive a restart. */
@Injectable()
export class DefinitionsProjection implements Projection {
  readonly name = 'tools';
  #asOf = '0' as EventId;
  #changedAt = '0' as EventId;
  #known = new KnownTools();

  constructor(private readonly projections: ProjectionKeeper) {
    projections.register(this);
  }

  get asOf(): EventId {
    return this.#asOf;
  }

  /** The id of the last `tools:changed`; "0" if there was none. */
  get changedAt(): EventId {
    return this.#changedAt;
  }

  get known(): KnownTools {
    return this.#known;
  }

  /**
   * Takes the definitions that are seen first of an upstream (of this server with an empty name) as known. It is no
   * event, so it is saved at once.
   */
  adopt(upstream: string, definitions: readonly ToolDefinitionText[]): void {
    this.#known.adopt(upstream, definitions, new Date().toISOString());
    void this.projections.saveUnfolded();
  }

  restore(origin: LogOrigin, saved: unknown): void {
    const {
      asOf = origin.start,
      changedAt,
      upstreams = [],
      tools = [],
    } = (saved ?? {}) as Partial<SavedDefinitions>;
    this.#asOf = asOf;
    this.#changedAt = changedAt ?? ('0' as EventId);
    this.#known = new KnownTools({ upstreams, tools });
  }

  apply(event: CrowsnestEvent): void {
    if (compareEventIds(event.id, this.#asOf) <= 0) return;
    this.#asOf = event.id;
    if (event.type === 'tools:changed') this.#changedAt = event.id;
    this.#known.apply(event);
  }

  save(): SavedDefinitions {
    return { asOf: this.#asOf, changedAt: this.#changedAt, ...this.#known.save() };
  }

  forCopy(saved: SavedDefinitions, ids: IdsInCopy): SavedDefinitions {
    return { ...saved, asOf: ids.positionOf(saved.asOf), changedAt: ids.positionOf(saved.changedAt) };
  }
}
