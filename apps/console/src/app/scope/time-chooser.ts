import { Injectable, signal } from '@angular/core';

/** Whether the admin is asked for another time. */
@Injectable({ providedIn: 'root' })
export class TimeChooser {
  readonly #isOpen = signal(false);
  readonly isOpen = this.#isOpen.asReadonly();

  open(): void {
    this.#isOpen.set(true);
  }

  close(): void {
    this.#isOpen.set(false);
  }
}
