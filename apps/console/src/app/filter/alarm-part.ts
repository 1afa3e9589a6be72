import { computed, effect, inject, Injectable, Injector, untracked } from '@angular/core';

import { PartLoad } from '../ui/parts/part-load.ts';
import { SavedFilters } from './saved-filters.ts';

/** Loads and starts the notifications once a saved filter asks for them. */
@Injectable({ providedIn: 'root' })
export class AlarmPart {
  readonly #saved = inject(SavedFilters);
  readonly #injector = inject(Injector);
  readonly #loading = new PartLoad(async () => (await import('./filter-alarms.ts')).FilterAlarms);
  readonly #isWanted = computed(() => this.#saved.list().some(({ notifies }) => notifies));

  constructor() {
    effect(() => {
      if (this.#isWanted()) untracked(() => void this.#loading.begin());
    });
    effect(() => {
      const state = this.#loading.state();
      if (state.step === 'loaded') untracked(() => this.#injector.get(state.content));
    });
  }
}
