import { DestroyRef, effect, inject, signal, untracked } from '@angular/core';

import { ConsoleBuild } from './console-build.ts';
import { MissingParts } from './missing-parts.ts';
import { within } from './within.ts';

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
    const loading = this.load();
    try {
      this.take(await within(loading));
    } catch {
      await this.#miss();
      // A file that was only late is taken when it comes.
      loading.then((content) => this.take(content)).catch(() => {});
    } finally {
      this.#isTrying = false;
    }
  }

  /** Takes what is loaded already. */
  take(content: T): void {
    if (!this.#isDestroyed && this.#state().step !== 'loaded') this.#state.set({ step: 'loaded', content });
  }

  async #miss(): Promise<void> {
    const cause = (await this.#build.isOutdated()) ? 'updated' : 'unloaded';
    if (!this.#isDestroyed && this.#state().step !== 'loaded') this.#state.set({ step: 'missing', cause });
  }
}
