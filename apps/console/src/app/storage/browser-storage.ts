import { DOCUMENT } from '@angular/common';
import { inject, Injectable } from '@angular/core';

/** Stores choices in this browser. If the browser denies storage, they last until the page is closed. */
@Injectable({ providedIn: 'root' })
export class BrowserStorage {
  readonly #window = inject(DOCUMENT).defaultView;

  /** Returns the stored text; null if there is none. */
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

  /** Calls the function when another tab has stored something. Returns a function that stops this. */
  follow(key: string, changed: () => void): () => void {
    const hear = (event: StorageEvent): void => {
      if (event.key === key) changed();
    };
    this.#window?.addEventListener('storage', hear);
    return () => this.#window?.removeEventListener('storage', hear);
  }
}
