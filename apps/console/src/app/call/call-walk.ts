import { inject, Injectable } from '@angular/core';
import { compareEventIds, type CrowsnestEvent } from '#contract';

import { HistoryApi } from '../api/routes/history-api.ts';
import { ActiveFilter } from '../filter/active-filter.ts';
import { allOf, onlyTypes } from '../filter/exact-filter.ts';
import { TimeScope } from '../view/time-scope.ts';
import { CallLists } from './call-lists.ts';
import { OpenCall } from './open-call.ts';

/**
 * Steps from call to call through the list on the page. Beyond the list it asks the server for the call that ended
 * next, within the filter and the time range. Down means older.
 */
@Injectable({ providedIn: 'root' })
export class CallWalk {
  readonly #history = inject(HistoryApi);
  readonly #filter = inject(ActiveFilter);
  readonly #time = inject(TimeScope);
  readonly #open = inject(OpenCall);
  readonly #lists = inject(CallLists);

  /** Opens the next call, or the previous one for -1. Resolves with false if there is none. */
  async step(by: 1 | -1, from: Pick<CrowsnestEvent, 'id' | 'type'>): Promise<boolean> {
    if (this.#lists.step(by)) return true;
    const next = await this.#askFor(by, from);
    if (next) this.#open.show(next.id);
    return next !== undefined;
  }

  async #askFor(
    by: 1 | -1,
    { id, type }: Pick<CrowsnestEvent, 'id' | 'type'>,
  ): Promise<CrowsnestEvent | undefined> {
    const types = type === 'tool:start' ? onlyTypes('tool:start') : onlyTypes('tool:done', 'tool:error');
    const [event] = await this.#history.read({
      ...this.#time.range(),
      ...(by > 0 ? { before: id } : { after: id }),
      filter: allOf(...this.#filter.terms(), types),
      limit: 1,
    });
    return event && compareEventIds(event.id, id) !== 0 ? event : undefined;
  }
}
