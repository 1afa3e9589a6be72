import { inject, Injectable, signal } from '@angular/core';
import type { SessionView } from '#contract';

import { failureText } from '../api/api-error.ts';
import { ServerApi } from '../api/server-api.ts';

/** The sessions that have ended, as far back as the server remembers them, a page at a time. */
@Injectable()
export class EndedSessions {
  readonly #api = inject(ServerApi);
  readonly #sessions = signal<readonly SessionView[]>([]);
  readonly #next = signal<string | null>(null);
  readonly #problem = signal('');
  readonly #loading = signal(false);

  /** Newest first. */
  readonly sessions = this.#sessions.asReadonly();
  /** Why the last page could not be loaded; empty if it could. */
  readonly problem = this.#problem.asReadonly();
  readonly loading = this.#loading.asReadonly();
  /** The cursor of the next page; null after the last one. */
  readonly next = this.#next.asReadonly();

  /** Loads the next page, or the first. One page at a time. */
  async load(): Promise<void> {
    if (this.#loading()) return;
    this.#loading.set(true);
    this.#problem.set('');
    try {
      const page = await this.#api.listEndedSessions(this.#next());
      this.#sessions.update((known) => [...known, ...page.sessions]);
      this.#next.set(page.next ?? null);
    } catch (error) {
      this.#problem.set(failureText(error));
    } finally {
      this.#loading.set(false);
    }
  }
}
