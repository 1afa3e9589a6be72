import { Injectable, signal } from '@angular/core';

/** Lets all parts that could not be loaded try again. */
@Injectable({ providedIn: 'root' })
export class MissingParts {
  readonly #attempts = signal(0);
  /** Grows with each attempt. */
  readonly attempts = this.#attempts.asReadonly();

  tryAgain(): void {
    this.#attempts.update((count) => count + 1);
  }
}
