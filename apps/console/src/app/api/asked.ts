import { computed, effect, signal, untracked } from '@angular/core';

import { failureText } from './api-error.ts';

/** An answer of the server, and the question that it answers. */
export interface Answered<Q, A> {
  asked: Q;
  answer: A;
}

/**
 * What the server answers to a question that changes. The last answer stays until the next one is there, also when a
 * request fails. Has to be created where Angular injects. `question` returns null while nothing is to be asked.
 */
export class Asked<Q, A> {
  readonly #value = signal<Answered<Q, A> | null>(null);
  readonly #problem = signal('');
  readonly #isAsking = signal(false);
  readonly #again = signal(0);

  readonly value = this.#value.asReadonly();
  /** Why the last request failed; empty while it did not. */
  readonly problem = this.#problem.asReadonly();
  readonly isAsking = this.#isAsking.asReadonly();

  constructor(question: () => Q | null, ask: (question: Q, signal: AbortSignal) => Promise<A>) {
    // What the question is made from may change without another question.
    const current = computed(question);
    effect((onCleanup) => {
      this.#again();
      const asked = current();
      if (asked === null) return;
      const aborter = new AbortController();
      onCleanup(() => aborter.abort());
      untracked(() => void this.#ask(asked, ask, aborter.signal));
    });
  }

  /** Asks the same again. */
  retry(): void {
    this.#again.update((count) => count + 1);
  }

  async #ask(
    asked: Q,
    ask: (question: Q, signal: AbortSignal) => Promise<A>,
    signal: AbortSignal,
  ): Promise<void> {
    this.#isAsking.set(true);
    try {
      const answer = await ask(asked, signal);
      if (signal.aborted) return;
      this.#value.set({ asked, answer });
      this.#problem.set('');
    } catch (error) {
      if (signal.aborted) return;
      this.#problem.set(failureText(error));
    }
    this.#isAsking.set(false);
  }
}
