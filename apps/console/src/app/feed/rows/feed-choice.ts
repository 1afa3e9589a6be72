import { computed, DestroyRef, inject, Injectable } from '@angular/core';
import { planFilter, printFilter, type CrowsnestEvent } from '#contract';

import { ActiveFilter } from '../../filter/active-filter.ts';
import { LiveStore } from '../../picture/live-store.ts';
import { TimeScope } from '../../view/time-scope.ts';
import { UrlState } from '../../view/url-state.ts';
import { CALL_ROWS } from '../feed-parameters.ts';

/** What a call goes through before it ends. */
const STEPS: readonly string[] = ['tool:start', 'tool:progress'];
/** What the beginning of a call does not tell yet. */
const OF_ENDS: readonly string[] = ['type', 'kind', 'duration', 'is', 'text'];
/** Progress has no row of its own where a call is one row. */
const WITHOUT_PROGRESS = '-type:tool:progress';

/** Which rows somebody has chosen to see, by the filter, the time and how calls are shown. */
@Injectable()
export class FeedChoice {
  readonly #filter = inject(ActiveFilter);
  readonly #store = inject(LiveStore);
  readonly #calls = inject(UrlState).value(CALL_ROWS, inject(DestroyRef));
  readonly #plan = computed(() => planFilter({ terms: this.#filter.terms() }));

  /** The range of the past; null where the live picture is shown. */
  readonly range = inject(TimeScope).range;
  readonly apart = computed(() => this.#calls() === 'apart');
  /** Whether a call is one row. A filter that asks for nothing but starts and progress gets them. */
  readonly folds = computed(() => {
    const { types, needsRunning } = this.#plan();
    return !this.apart() && (needsRunning || !(types?.every((type) => STEPS.includes(type)) ?? false));
  });
  readonly isFiltered = computed(() => this.#filter.terms().length > 0);
  /** Whether the end of a call decides whether it is selected. */
  readonly looksAtEnds = computed(() => this.#filter.terms().some(({ field }) => OF_ENDS.includes(field)));
  readonly selects = computed<(event: CrowsnestEvent) => boolean>(
    () => this.#filter.selects() ?? (() => true),
  );
  /** The filter for the log. */
  readonly filter = computed(() => printFilter({ terms: this.#filter.terms() }));
  /** The filter for the rows that are read from the log. */
  readonly rowFilter = computed(() =>
    this.folds() ? `${this.filter()} ${WITHOUT_PROGRESS}`.trim() : this.filter(),
  );
  /** Differs for each choice, and each time that the live picture begins anew. */
  readonly key = computed(() => JSON.stringify([this.rowFilter(), this.range(), this.#store.beginnings()]));
}
