import { inject, Injectable, signal } from '@angular/core';
import { compareEventIds, type SessionList } from '#contract';

import { failureText } from '../api/api-error.ts';
import { SessionsApi, type AskedSessions } from '../api/routes/sessions-api.ts';

/** What the server listed, and for what. */
export interface ListedPages {
  asked: AskedSessions;
  /** How many were wanted. */
  count: number;
  list: SessionList;
}

/** The first sessions of the server's list, as many as are wanted. One request at a time: a new one ends the last. */
@Injectable()
export class SessionPages {
  readonly #api = inject(SessionsApi);
  readonly #pages = signal<ListedPages | null>(null);
  readonly #problem = signal('');
  readonly #isLoading = signal(false);
  #run: AbortController | undefined;

  /** The newest list; null before the first. It stays while the next one is on its way. */
  readonly pages = this.#pages.asReadonly();
  /** Why the last list could not be loaded; empty if it could. */
  readonly problem = this.#problem.asReadonly();
  readonly isLoading = this.#isLoading.asReadonly();

  /** Loads the first `count` sessions. */
  async load(asked: AskedSessions, count: number): Promise<void> {
    this.stop();
    const run = new AbortController();
    this.#run = run;
    this.#isLoading.set(true);
    try {
      const list = await this.#api.first(count, asked, run.signal);
      if (run.signal.aborted) return;
      this.#take({ asked, count, list });
      this.#problem.set('');
    } catch (error) {
      if (!run.signal.aborted) this.#problem.set(failureText(error));
    } finally {
      if (this.#run === run) this.#isLoading.set(false);
    }
  }

  /** Ends the request that is under way, and ignores its answer. */
  stop(): void {
    this.#run?.abort();
    this.#run = undefined;
    this.#isLoading.set(false);
  }

  // An answer may have been on its way while the server went back to an older log, so only the same list is compared.
  #take(next: ListedPages): void {
    const last = this.#pages();
    const isLate = last?.asked === next.asked && compareEventIds(next.list.asOf, last.list.asOf) < 0;
    if (!isLate) this.#pages.set(next);
  }
}
