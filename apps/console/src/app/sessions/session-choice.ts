import { computed, DestroyRef, inject, Injectable } from '@angular/core';
import { isOfSessions, parseSessionFilter, printFilter } from '#contract';

import type { AskedSessions } from '../api/routes/sessions-api.ts';
import { ActiveFilter } from '../filter/active-filter.ts';
import { choiceParameter } from '../view/parameter.ts';
import { TimeScope } from '../view/time-scope.ts';
import { UrlState } from '../view/url-state.ts';
import { SESSION_ORDER } from './session-order.ts';

/** Whether sessions without a call are listed too. */
const WITHOUT_CALLS = choiceParameter('silent', ['folded', 'shown']);

/** Which sessions the URL asks for. */
@Injectable()
export class SessionChoice {
  readonly #url = inject(UrlState);
  readonly #owner = inject(DestroyRef);
  readonly #filter = inject(ActiveFilter);
  readonly #range = inject(TimeScope).range;
  readonly #silent = this.#url.value(WITHOUT_CALLS, this.#owner);

  readonly order = this.#url.value(SESSION_ORDER, this.#owner);
  readonly showsSilent = computed(() => this.#silent() === 'shown');
  readonly filterText = computed(() => printFilter({ terms: this.#filter.terms() }));
  /** Why the filter cannot choose sessions: it has terms that only an event can match. Empty if it can. */
  readonly filterProblem = computed(() => {
    const parsed = parseSessionFilter(this.filterText());
    return 'faults' in parsed ? (parsed.faults[0]?.message ?? '') : '';
  });
  /** What to list; null while the filter cannot choose sessions. */
  readonly asked = computed<AskedSessions | null>(
    () =>
      this.filterProblem() === ''
        ? {
            filter: this.filterText(),
            range: this.#range(),
            withCalls: !this.showsSilent(),
            sort: this.order(),
          }
        : null,
    { equal: (one, other) => JSON.stringify(one) === JSON.stringify(other) },
  );

  /** Leaves out of the filter what only an event can match. */
  leaveOutEvents(): void {
    this.#filter.apply(this.#filter.terms().filter(isOfSessions));
  }

  clearFilter(): void {
    this.#filter.apply([]);
  }

  foldSilent(folded: boolean): void {
    this.#url.set(WITHOUT_CALLS, folded ? 'folded' : 'shown');
  }
}
