import type { UncommittedEvent } from '#contract';
import { sourceOf } from '#contract';
import { savedSource, sourceFrom, type SavedSource } from './saved-source.ts';
import { foldSource, hasOpen, newSource, type KnownSource, type SourceState } from './source-state.ts';

/** Maximum number of sources of a tenant. Beyond it those are forgotten that were active least lately, without open sessions. */
export const MAX_SOURCES = 1_000;

/** The sources of all tenants. Those that were active last come last. */
export class KnownSources {
  readonly #tenants = new Map<string, Map<string, SourceState>>();

  constructor(saved: readonly SavedSource[] = []) {
    for (const one of saved) this.#ofTenant(one.tenantId).set(one.source, sourceFrom(one));
  }

  find(tenantId: string, source: string): SourceState | undefined {
    return this.#tenants.get(tenantId)?.get(source);
  }

  /** Number of sources of a tenant with open sessions, which cannot be forgotten. Takes time proportional to its sources. */
  countActive(tenantId: string): number {
    const sources = this.#tenants.get(tenantId)?.values() ?? [];
    return [...sources].filter(hasOpen).length;
  }

  all(): KnownSource[] {
    return [...this.#tenants].flatMap(([tenantId, sources]) =>
      Array.from(sources, ([source, state]) => ({ tenantId, source, state })),
    );
  }

  /** Folds an event that an observer outside has told of. Returns the state of its source; undefined for other events. */
  fold(event: UncommittedEvent): SourceState | undefined {
    const source = sourceOf(event);
    if (source === undefined) return undefined;
    const sources = this.#ofTenant(event.tenantId);
    const state = sources.get(source) ?? newSource();
    sources.delete(source);
    sources.set(source, state);
    foldSource(state, event);
    if (sources.size > MAX_SOURCES) forgetOne(sources, source);
    return state;
  }

  save(): SavedSource[] {
    return this.all().map(savedSource);
  }

  #ofTenant(tenantId: string): Map<string, SourceState> {
    const sources = this.#tenants.get(tenantId) ?? new Map<string, SourceState>();
    this.#tenants.set(tenantId, sources);
    return sources;
  }
}

function forgetOne(sources: Map<string, SourceState>, newest: string): void {
  for (const [source, state] of sources) {
    if (source === newest || hasOpen(state)) continue;
    sources.delete(source);
    return;
  }
}
