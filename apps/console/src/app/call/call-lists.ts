import { Injectable, type DestroyRef } from '@angular/core';

/** Opens the call that is `by` rows below the open one. Returns false if the list has none. */
export type Step = (by: 1 | -1) => boolean;

/** The lists of calls on the page that the panel can step through. */
@Injectable({ providedIn: 'root' })
export class CallLists {
  #lists: readonly Step[] = [];

  /** Adds a list until its owner is destroyed. */
  add(owner: DestroyRef, step: Step): void {
    this.#lists = [...this.#lists, step];
    owner.onDestroy(() => (this.#lists = this.#lists.filter((one) => one !== step)));
  }

  /** Opens the next call of the list that was added last. Returns false if there is none. */
  step(by: 1 | -1): boolean {
    return this.#lists.at(-1)?.(by) ?? false;
  }
}
