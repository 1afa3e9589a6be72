import { computed, inject, Injectable, Injector, signal } from '@angular/core';

import { PartLoad } from '../ui/parts/part-load.ts';
import type { Suggestion } from './suggestions.ts';

/** The suggestions below the filter field, and which of them is active. A component provides it for itself. */
@Injectable()
export class ShownSuggestions {
  readonly #injector = inject(Injector);
  readonly #completion = new PartLoad(async () => (await import('./suggestions.ts')).Suggestions);
  /** The text in the field and the position of the caret; null while the suggestions are closed. */
  readonly #asked = signal<{ text: string; caret: number } | null>(null);
  readonly #active = signal(-1);
  /** The index of the active suggestion; -1 for none. */
  readonly active = this.#active.asReadonly();
  readonly list = computed<readonly Suggestion[]>(() => {
    const [asked, completion] = [this.#asked(), this.#completion.state()];
    if (!asked || completion.step !== 'loaded') return [];
    return this.#injector.get(completion.content).at(asked.text, asked.caret);
  });
  readonly isOpen = computed(() => this.list().length > 0);

  /** Shows what completes a text at the caret, once the suggestions are loaded. */
  open(text: string, caret: number): void {
    // Once it is loaded, this does nothing.
    void this.#completion.begin();
    this.#asked.set({ text, caret });
    this.#active.set(-1);
  }

  close(): void {
    this.#asked.set(null);
    this.#active.set(-1);
  }

  /** Makes the next suggestion active, or the one before, around the ends of the list. */
  step(by: 1 | -1): void {
    const { length } = this.list();
    if (by > 0) this.#active.update((at) => (at + 1) % length);
    else this.#active.update((at) => (at <= 0 ? length : at) - 1);
  }
}
