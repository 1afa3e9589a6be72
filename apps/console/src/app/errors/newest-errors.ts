import { inject, Injectable } from '@angular/core';

import type { AnalysisScope } from '../analysis/analysis-scope.ts';
import { callEndsOf } from '../analysis/call-end.ts';
import { HistoryApi } from '../api/routes/history-api.ts';
import { failedCallsOf, type FailedCall } from './failed-call.ts';

/** Maximum number of failures that are grouped. */
export const MOST_ERRORS = 5_000;
const PAGE = 1_000;

/** The newest failures of a range. */
export interface ErrorSample {
  /** Oldest first. */
  calls: readonly FailedCall[];
  /** Whether these are all failures of the range. */
  isWhole: boolean;
}

/** Reads the newest failures, page by page. When a live range moves, it reads only new failures. */
@Injectable()
export class NewestErrors {
  readonly #history = inject(HistoryApi);
  #last: (ErrorSample & { key: string }) | undefined;

  /** Reads a sample. Rejects like `Requests`. */
  async read(scope: AnalysisScope, signal: AbortSignal): Promise<ErrorSample> {
    const last = this.#last;
    const sample =
      scope.isLive && last?.key === scope.key && last.calls.length > 0
        ? await this.#readOn(scope, last, signal)
        : await this.#readBack(scope, signal);
    this.#last = { ...sample, key: scope.key };
    return sample;
  }

  async #readBack(scope: AnalysisScope, signal: AbortSignal): Promise<ErrorSample> {
    let calls: readonly FailedCall[] = [];
    while (calls.length < MOST_ERRORS) {
      const before = calls[0]?.id;
      const page = await this.#page(scope, before === undefined ? {} : { before }, signal);
      calls = [...page, ...calls];
      if (page.length < PAGE) return { calls, isWhole: true };
    }
    return { calls, isWhole: false };
  }

  async #readOn(scope: AnalysisScope, last: ErrorSample, signal: AbortSignal): Promise<ErrorSample> {
    const calls = [...last.calls];
    for (let isFull = true; isFull;) {
      const after = calls.at(-1)?.id;
      const page = await this.#page(scope, after === undefined ? {} : { after }, signal);
      calls.push(...page);
      isFull = page.length === PAGE;
    }
    const kept = calls.slice(-MOST_ERRORS).filter(({ at }) => at >= scope.from);
    return { calls: kept, isWhole: last.isWhole && calls.length <= MOST_ERRORS };
  }

  async #page(
    { from, to, filter }: AnalysisScope,
    position: { before?: FailedCall['id']; after?: FailedCall['id'] },
    signal: AbortSignal,
  ): Promise<FailedCall[]> {
    const errors = `${filter} type:tool:error`.trimStart();
    const choice = { from, to, filter: errors, limit: PAGE, ...position };
    return failedCallsOf(callEndsOf(await this.#history.read(choice, signal)));
  }
}
