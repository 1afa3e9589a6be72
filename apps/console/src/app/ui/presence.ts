import { Directive, output, signal } from '@angular/core';

/** Tells whether people are in an element: whether they point into it, or have the focus there. */
@Directive({
  selector: '[appPresence]',
  host: {
    '(pointerenter)': 'points(true)',
    '(pointerleave)': 'points(false)',
    '(focusin)': 'focuses(true)',
    '(focusout)': 'focuses(false)',
  },
})
export class Presence {
  readonly #pointed = signal(false);
  readonly #focused = signal(false);
  /** Emits on every change. */
  readonly present = output<boolean>();

  protected points(isIn: boolean): void {
    this.#pointed.set(isIn);
    this.present.emit(this.#pointed() || this.#focused());
  }

  protected focuses(isIn: boolean): void {
    this.#focused.set(isIn);
    this.present.emit(this.#pointed() || this.#focused());
  }
}
