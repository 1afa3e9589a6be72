import { DestroyRef, inject, Injectable } from '@angular/core';

import type { Parameter } from '../view/parameter.ts';
import { UrlState } from '../view/url-state.ts';
import type { Work } from './work.ts';

/** Maximum number of unfolded pieces of work, so that the URL stays short. One more folds the one unfolded first. */
export const MOST_UNFOLDED = 20;

/** Sessions of the pieces of work that are unfolded, in the order of unfolding: ids, each encoded for a URL. */
const UNFOLDED: Parameter<readonly string[]> = {
  name: 'work',
  absent: [],
  read(text) {
    try {
      return { value: text.split(',').filter(Boolean).map(decodeURIComponent) };
    } catch {
      return { problem: 'Write ids of sessions, with a comma between them.' };
    }
  },
  write: (ids) => ids.map(encodeURIComponent).join(',') || null,
};

/** Which pieces of work show their sessions. The URL holds one session of each. */
@Injectable()
export class UnfoldedWork {
  readonly #url = inject(UrlState);
  readonly #ids = this.#url.value(UNFOLDED, inject(DestroyRef));

  /** Whether a piece of work is unfolded. It stays so when earlier sessions of it are found. */
  has({ sessions }: Pick<Work, 'sessions'>): boolean {
    return sessions.some(({ sessionId }) => this.#ids().includes(sessionId));
  }

  toggle(work: Work): void {
    const own = work.sessions.map(({ sessionId }): string => sessionId);
    const others = this.#ids().filter((id) => !own.includes(id));
    const ids = this.has(work) ? others : [...others, work.key];
    this.#url.set(UNFOLDED, ids.slice(-MOST_UNFOLDED));
  }
}
