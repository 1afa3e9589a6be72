import { computed, DestroyRef, inject, Injectable } from '@angular/core';
import {
  compileFilter,
  parseFilter,
  planFilter,
  printFilter,
  type CrowsnestEvent,
  type SessionFacts,
  type Term,
} from '#contract';

import { LiveStore } from '../picture/live-store.ts';
import { textParameter } from '../view/parameter.ts';
import { UrlState } from '../view/url-state.ts';

const FILTER = textParameter('filter');

/** The filter of the URL, and what it selects on the live stream. */
@Injectable({ providedIn: 'root' })
export class ActiveFilter {
  readonly #url = inject(UrlState);
  readonly #store = inject(LiveStore);

  readonly text = this.#url.value(FILTER, inject(DestroyRef));
  readonly #parsed = computed(() => parseFilter(this.text()));
  readonly #filter = computed(() => {
    const parsed = this.#parsed();
    return 'filter' in parsed ? parsed.filter : { terms: [] };
  });
  /** The conditions that hold; none if the text has a fault. */
  readonly terms = computed(() => this.#filter().terms);
  /** Whether the text of the URL is no filter. */
  readonly isFaulty = computed(() => 'faults' in this.#parsed());
  /** The types of the events that it can select; undefined for all. */
  readonly types = computed(() => planFilter(this.#filter()).types);
  /** Whether it selects an event; null while it selects all. Another function once more sessions are known. */
  readonly selects = computed<((event: CrowsnestEvent) => boolean) | null>(() => {
    if (this.terms().length === 0) return null;
    this.#store.listings();
    const selects = compileFilter(this.#filter());
    return (event) => selects({ event, session: this.factsOf(event.sessionId), isRunning: true });
  });

  /** Filters by these conditions from now on. */
  apply(terms: readonly Term[]): void {
    this.#url.set(FILTER, printFilter({ terms }));
  }

  /** What filters look at of a session; undefined when the session is not known here. */
  factsOf(sessionId: string): SessionFacts | undefined {
    const session = this.#store.session(sessionId);
    return session && { clientName: session.client.name, origin: session.origin };
  }
}
