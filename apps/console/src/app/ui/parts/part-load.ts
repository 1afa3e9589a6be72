import { DestroyRef, effect, inject, signal, untracked } from '@angular/core';

import { ConsoleBuild } from './console-build.ts';
import { MissingParts } from './missing-parts.ts';

/** Why a part is missing: it could not be loaded, or the server has another version of the console. */
export type MissingCause = 'unloaded' | 'updated';

/** Where the loading of a part is. */
export type PartState<T> =
  | { readonly step: 'loading' }
  | { readonly step: 'loaded'; readonly content: T }
  | { readonly step: 'missing'; readonly cause: MissingCause };

/** Loads a part, again as often as the missing parts try. Needs an injection context. */
export class PartLoad<T> {
  readonly #build = inject(ConsoleBuild);
  readonly #state = signal<PartState<T>>({ step: 'loading' });
  readonly state = this.#state.asReadonly();
  #isTrying = false;
  #isDestroyed = false;

  constructor(private readonly load: () => Promise<T>) {
    const { attempts } = inject(MissingParts);
    effect(() => {
      attempts();
      untracked(() => {
        if (this.#state().step === 'missing') void this.begin();
      });
    });
    inject(DestroyRef).onDestroy(() => (this.#isDestroyed = true));
  }

  /** Loads the part. Until then, it stays missing if it was. */
  async begin(): Promise<void> {
    if (this.#isTrying) return;
    this.#isTrying = true;
    const state = await this.#attempt();
    this.#isTrying = false;
    if (!this.#isDestroyed) this.#state.set(state);
  }

  /** Takes what is loaded already. */
  take(content: T): void {
    this.#state.set({ step: 'loaded', content });
  }

  async #attempt(): Promise<PartState<T>> {
    try {
      return { step: 'loaded', content: await this.load() };
    } catch {
      return { step: 'missing', cause: (await this.#build.isOutdated()) ? 'updated' : 'unloaded' };
    }
  }
}
