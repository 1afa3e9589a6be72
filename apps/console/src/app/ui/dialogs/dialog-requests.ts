import { signal } from '@angular/core';

/** A request for a dialog, with a number of its own. */
export interface DialogRequest<T> {
  readonly number: number;
  /** What the dialog is about. */
  readonly about: T;
}

/**
 * The request for a dialog. The browser fires `close` in a later task than `close()`, when the dialog may be asked for
 * again already, so each request has its own `<dialog>`, and the close of an older one does not end a newer one.
 */
export class DialogRequests<T = void> {
  readonly #open = signal<readonly DialogRequest<T>[]>([]);
  #asked = 0;

  /** The open request as a list of at most one, so that `@for` creates a new dialog for each request. */
  readonly open = this.#open.asReadonly();

  /** Asks for the dialog. A new request replaces an open one. */
  ask(about: T): void {
    this.#asked += 1;
    this.#open.set([{ number: this.#asked, about }]);
  }

  /** Ends a request, unless a newer one has replaced it. */
  end({ number }: DialogRequest<T>): void {
    this.#open.update((open) => open.filter((request) => request.number !== number));
  }

  /** Ends the open request. */
  withdraw(): void {
    this.#open.set([]);
  }
}
