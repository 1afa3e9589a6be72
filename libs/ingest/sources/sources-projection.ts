import { Injectable } from '@nestjs/common';
import { compareEventIds, type CrowsnestEvent, type EventId, type IdsInCopy } from '#contract';
import { ProjectionKeeper, type LogOrigin, type Projection } from '#events';
import { KnownSources } from './known-sources.ts';
import type { SavedSource } from './saved-source.ts';
import type { KnownSource, SourceState } from './source-state.ts';

interface SavedSources {
  version: 1;
  asOf: EventId;
  sources: SavedSource[];
}

interface Waiting {
  tenantId: string;
  source: string;
  seq: number;
  resolve: () => void;
}

/**
 * What the log holds of each source outside, folded from its events: so a number that was taken is known again after a
 * restart, and in every instance.
 */
@Injectable()
export class SourcesProjection implements Projection {
  readonly name = 'outside-sources';
  #asOf = '0' as EventId;
  #sources = new KnownSources();
  readonly #waiting = new Set<Waiting>();

  constructor(projections: ProjectionKeeper) {
    projections.register(this);
  }

  get asOf(): EventId {
    return this.#asOf;
  }

  find(tenantId: string, source: string): SourceState | undefined {
    return this.#sources.find(tenantId, source);
  }

  /** Number of sources of a tenant with open sessions. */
  countActive(tenantId: string): number {
    return this.#sources.countActive(tenantId);
  }

  all(): KnownSource[] {
    return this.#sources.all();
  }

  /** Resolves with whether the log has an event of this number, or a later one, before the deadline. */
  async whenFolded(tenantId: string, source: string, seq: number, deadlineMs: number): Promise<boolean> {
    if ((this.find(tenantId, source)?.seq ?? 0) >= seq) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const waiting = { tenantId, source, seq, resolve: () => resolve(true) };
    this.#waiting.add(waiting);
    const timer = setTimeout(() => resolve(false), deadlineMs);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(waiting);
    }
  }

  /** Restores the saved state. One of another version is folded again from the log. */
  restore(origin: LogOrigin, saved: unknown): void {
    const { version, asOf, sources } = (saved ?? {}) as Partial<SavedSources>;
    this.#sources = new KnownSources(version === 1 ? sources : []);
    this.#asOf = version === 1 && asOf !== undefined ? asOf : origin.start;
  }

  apply(event: CrowsnestEvent): void {
    if (compareEventIds(event.id, this.#asOf) <= 0) return;
    this.#asOf = event.id;
    const state = this.#sources.fold(event);
    if (!state || this.#waiting.size === 0) return;
    for (const { tenantId, source, seq, resolve } of this.#waiting)
      if (this.find(tenantId, source) === state && state.seq >= seq) resolve();
  }

  save(): SavedSources {
    return { version: 1, asOf: this.#asOf, sources: this.#sources.save() };
  }

  forCopy(saved: SavedSources, ids: IdsInCopy): SavedSources {
    return { ...saved, asOf: ids.positionOf(saved.asOf) };
  }
}
