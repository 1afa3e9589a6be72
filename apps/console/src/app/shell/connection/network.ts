import { DOCUMENT } from '@angular/common';
import { DestroyRef, inject, Injectable, signal } from '@angular/core';

/** Whether the browser reports that this device is offline. */
@Injectable({ providedIn: 'root' })
export class Network {
  readonly #window = inject(DOCUMENT).defaultView as Window;
  readonly #isOffline = signal(!this.#window.navigator.onLine);

  readonly isOffline = this.#isOffline.asReadonly();

  constructor() {
    const follow = (): void => this.#isOffline.set(!this.#window.navigator.onLine);
    const signs = ['online', 'offline'] as const;
    for (const sign of signs) this.#window.addEventListener(sign, follow);
    inject(DestroyRef).onDestroy(() => {
      for (const sign of signs) this.#window.removeEventListener(sign, follow);
    });
  }
}
