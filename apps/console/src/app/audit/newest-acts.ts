import { inject, Injectable } from '@angular/core';
import type { AuditEvent } from '#contract';

import type { AnalysisScope } from '../analysis/analysis-scope.ts';
import { HistoryApi } from '../api/routes/history-api.ts';

/** Maximum number of acts that the page shows. */
export const MOST_ACTS = 1_000;

/** Reads what admins did. */
@Injectable({ providedIn: 'root' })
export class NewestActs {
  readonly #history = inject(HistoryApi);

  /** Reads the newest acts of a range, newest first. Rejects like `Requests`. */
  async read({ from, to, filter }: AnalysisScope, signal: AbortSignal): Promise<AuditEvent[]> {
    const acts = `${filter} type:admin:*`.trimStart();
    const events = await this.#history.read({ from, to, filter: acts, limit: MOST_ACTS }, signal);
    return (events as AuditEvent[]).toReversed();
  }
}
