import type { UncommittedEvent } from '#contract';
import { sourceOf } from '#contract';
import { foldSource, hasOpen, newSource, type SourceState } from './source-state.ts';

/** Maximum number of sources of a tenant. Beyond it those are forgotten that were active least lately, without open sessions. */
export const MAX_SOURCES = 1_000;

/** The saved form of a source. */
export interface SavedSource extends Omit<SourceState, 'sessions' | 'calls'> {
  tenantId: string;
  source: string;
  sessions: [string, SourceState['sessions'] extends Map<string, infer S> ? S : never][];
  calls: [string, SourceState['calls'] extends Map<string, infer C> ? C : never][];
}

/** A source by its name, and what is known of it. */
export interface KnownSource {
  tenantId: string;
  source: string;
  state: SourceState;
}

/** The sources of all tenants. Those that were active last come last. */
export class KnownSources {
  readonly #tenants = new Map<string, Map<string, SourceState>>();

  constructor(saved: readonly SavedSource[] = []) {
    for (const { tenantId, source, sessions, calls, ...state } of saved)
      this.#ofTenant(tenantId).set(source, { ...state, sessions: new Map(sessions), calls: new Map(calls) });
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
    return this.all().map(({ tenantId, source, state: { sessions, calls, ...state } }) => ({
      ...state,
      tenantId,
      source,
      sessions: [...sessions],
      calls: [...calls],
    }));
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
