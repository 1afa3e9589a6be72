import { Directive, output, signal } from '@angular/core';

/** Reports whether the pointer or the focus is in an element. */
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
