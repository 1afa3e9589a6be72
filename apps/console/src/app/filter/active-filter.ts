import { computed, DestroyRef, inject, Injectable } from '@angular/core';
import {
  compileFilter,
  parseFilter,
  planFilter,
  printFilter,
  type CrowsnestEvent,
  type Filter,
  type Term,
} from '#contract';

import { AgentNames } from '../agents/agent-names.ts';
import { textParameter } from '../view/parameter.ts';
import { UrlState } from '../view/url-state.ts';

const FILTER = textParameter('filter');

/** The filter of the URL, and the events of the live stream that it selects. */
@Injectable({ providedIn: 'root' })
export class ActiveFilter {
  readonly #url = inject(UrlState);
  readonly #agents = inject(AgentNames);

  readonly text = this.#url.value(FILTER, inject(DestroyRef));
  readonly #parsed = computed(() => parseFilter(this.text()));
  readonly #filter = computed(() => {
    const parsed = this.#parsed();
    return 'filter' in parsed ? parsed.filter : { terms: [] };
  });
  /** The terms of the filter; none if its text is invalid. */
  readonly terms = computed(() => this.#filter().terms);
  /** Whether the filter in the URL is invalid. */
  readonly isFaulty = computed(() => 'faults' in this.#parsed());
  /** The event types that it can select; undefined for all. */
  readonly types = computed(() => planFilter(this.#filter()).types);
  /** Tests whether an event is selected; null if all events are. A new function whenever more sessions are known. */
  readonly selects = computed<((event: CrowsnestEvent) => boolean) | null>(() => {
    if (this.terms().length === 0) return null;
    return this.compile(this.#filter());
  });

  /** Replaces the filter. */
  apply(terms: readonly Term[]): void {
    this.#url.set(FILTER, printFilter({ terms }));
  }

  /**
   * Compiles a filter for events of the live stream. A session that it looks at and that is not known is requested, and
   * counts as unknown until then.
   */
  compile(filter: Filter): (event: CrowsnestEvent) => boolean {
    const selects = compileFilter(filter);
    if (!planFilter(filter).needsSession)
      return (event) => selects({ event, session: undefined, isRunning: true });
    this.#agents.changes();
    return (event) => selects({ event, session: this.#agents.factsOf(event.sessionId), isRunning: true });
  }

  /** Whether a filter looks at the session of an event while the server has yet to answer what that is. */
  isUndecided(filter: Filter, { sessionId }: CrowsnestEvent): boolean {
    if (sessionId === '' || !planFilter(filter).needsSession) return false;
    return this.#agents.find(sessionId) === undefined;
  }
}
