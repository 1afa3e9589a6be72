import { DOCUMENT } from '@angular/common';
import { inject, Injectable } from '@angular/core';

/** What people chose in this browser. Where the browser denies storage, a choice lasts until the page is closed. */
@Injectable({ providedIn: 'root' })
export class BrowserStorage {
  readonly #window = inject(DOCUMENT).defaultView;

  /** The stored text; null without one. */
  read(key: string): string | null {
    try {
      return this.#window?.localStorage.getItem(key) ?? null;
    } catch {
      return null;
    }
  }

  write(key: string, text: string): void {
    try {
      this.#window?.localStorage.setItem(key, text);
    } catch {
      // The browser denies storage.
    }
  }
}
