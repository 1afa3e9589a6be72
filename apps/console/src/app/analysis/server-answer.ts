import { computed, DestroyRef, effect, inject, signal, untracked } from '@angular/core';

import { failureText } from '../api/api-error.ts';

/** A question to the server. The answer to one with another key is another picture, not a newer one. */
export interface Question {
  readonly key: string;
}

/**
 * The server's answer to a question that changes. One request at a time: a question that only became newer waits for
 * the answer under way, and one with another key ends that request. The last answer stays while the next is on its way.
 */
export class ServerAnswer<Q extends Question, T> {
  readonly #answer = signal<{ key: string; value: T } | null>(null);
  readonly #problem = signal('');
  readonly #asked = signal('');
  #running: { key: string; request: AbortController } | undefined;
  #next: Q | undefined;

  /** Null before the first answer. */
  readonly value = computed(() => this.#answer()?.value ?? null);
  /** Why the last question has no answer; empty if it has one. */
  readonly problem = this.#problem.asReadonly();

  constructor(
    private readonly question: () => Q | null,
    private readonly load: (question: Q, signal: AbortSignal) => Promise<T>,
  ) {
    effect(() => {
      const asked = question();
      if (asked) untracked(() => this.#ask(asked));
    });
    inject(DestroyRef).onDestroy(() => this.#running?.request.abort());
  }

  /** Whether what is shown answers an earlier question, or nothing is shown yet. */
  readonly isStale = (): boolean => this.#answer()?.key !== this.#asked();

  /** Asks again. */
  readonly reload = (): void => {
    const asked = this.question();
    if (asked) this.#ask(asked);
  };

  #ask(question: Q): void {
    this.#next = question;
    this.#asked.set(question.key);
    if (this.#running && this.#running.key !== question.key) this.#running.request.abort();
    if (!this.#running) void this.#answerAll();
  }

  async #answerAll(): Promise<void> {
    while (this.#next) {
      const question = this.#next;
      this.#next = undefined;
      await this.#answerOne(question);
    }
  }

  async #answerOne(question: Q): Promise<void> {
    const request = new AbortController();
    this.#running = { key: question.key, request };
    try {
      const value = await this.load(question, request.signal);
      if (request.signal.aborted) return;
      this.#answer.set({ key: question.key, value });
      this.#problem.set('');
    } catch (error) {
      if (!request.signal.aborted) this.#problem.set(failureText(error));
    } finally {
      this.#running = undefined;
    }
  }
}
