import { DOCUMENT } from '@angular/common';
import { inject, Injectable, signal } from '@angular/core';

const STORAGE_KEY = 'crowsnest.filters';
/** How many filters are remembered. */
const KEPT = 8;

/** The filters that were applied last in this browser, newest first. */
@Injectable({ providedIn: 'root' })
export class RecentFilters {
  readonly #storage = inject(DOCUMENT).defaultView;
  readonly #texts = signal<readonly string[]>(this.#stored());

  readonly texts = this.#texts.asReadonly();

  remember(text: string): void {
    if (text === '') return;
    this.#texts.update((texts) => [text, ...texts.filter((known) => known !== text)].slice(0, KEPT));
    try {
      this.#storage?.localStorage.setItem(STORAGE_KEY, JSON.stringify(this.#texts()));
    } catch {
      // The browser denies storage: they are remembered until the page is closed.
    }
  }

  #stored(): string[] {
    try {
      const stored: unknown = JSON.parse(this.#storage?.localStorage.getItem(STORAGE_KEY) ?? '[]');
      return Array.isArray(stored) ? stored.filter((text) => typeof text === 'string').slice(0, KEPT) : [];
    } catch {
      return [];
    }
  }
}
