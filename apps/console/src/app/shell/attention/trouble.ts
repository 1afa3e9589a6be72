import { DOCUMENT } from '@angular/common';
import { computed, DestroyRef, inject, Injectable, linkedSignal, signal } from '@angular/core';

import { LiveStore } from '../../picture/live-store.ts';
import { PictureTime } from '../../picture/picture-time.ts';
import { formatCount } from '../../ui/numbers.ts';

/** Problems to show in the title while the tab is in the background. */
@Injectable({ providedIn: 'root' })
export class Trouble {
  readonly #document = inject(DOCUMENT);
  readonly #totals = inject(LiveStore).totals;
  readonly #staleSince = inject(PictureTime).staleSince;
  readonly #hidden = signal(this.#document.hidden);
  readonly #errors = computed(() => this.#totals()?.errorCount ?? null);
  /** The number of failures when the tab was hidden; null while it is visible or the number is unknown. */
  readonly #before = linkedSignal<{ hidden: boolean; errors: number | null }, number | null>({
    source: () => ({ hidden: this.#hidden(), errors: this.#errors() }),
    computation: ({ hidden, errors }, last) => (hidden ? (last?.value ?? errors) : null),
  });

  /** The problem in a few words; empty if there is none. */
  readonly text = computed(() => {
    if (this.#staleSince() !== null) return 'Connection lost';
    const before = this.#before();
    const failed = before === null ? 0 : (this.#errors() ?? before) - before;
    return failed > 0 ? `${formatCount(failed)} failed` : '';
  });

  constructor() {
    const follow = (): void => this.#hidden.set(this.#document.hidden);
    this.#document.addEventListener('visibilitychange', follow);
    inject(DestroyRef).onDestroy(() => this.#document.removeEventListener('visibilitychange', follow));
  }
}
