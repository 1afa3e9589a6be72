import { computed, DestroyRef, effect, inject, signal, untracked } from '@angular/core';

import { failureText } from './api-error.ts';

/** A question to the server. Two questions with the same key ask for older and newer states of the same thing. */
export interface Question {
  readonly key: string;
}

/**
 * The server's answer to a question that changes. There is one request at a time: a new question with the same key waits
 * for it, and one with another key aborts it. The last answer stays until the next one arrives, also if a request fails.
 * Must be created in an injection context. `question` returns null while there is nothing to ask.
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
    // The values that a question is made from may change without changing it.
    const current = computed(question);
    effect(() => {
      const asked = current();
      if (asked) untracked(() => this.#ask(asked));
    });
    inject(DestroyRef).onDestroy(() => this.#running?.request.abort());
  }

  /** Whether the value answers an earlier question, or there is none yet. */
  readonly isStale = (): boolean => this.#answer()?.key !== this.#asked();

  /** Asks the current question again. */
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
