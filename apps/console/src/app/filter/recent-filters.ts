import { inject, Injectable, signal } from '@angular/core';

import { BrowserStorage } from '../storage/browser-storage.ts';
import { readList } from '../storage/read-list.ts';

const STORAGE_KEY = 'crowsnest.filters';
/** Maximum number of remembered filters. */
const KEPT = 8;

/** The recent filters of this browser, newest first. */
@Injectable({ providedIn: 'root' })
export class RecentFilters {
  readonly #storage = inject(BrowserStorage);
  readonly #texts = signal<readonly string[]>(
    readList(this.#storage.read(STORAGE_KEY), (one) => (typeof one === 'string' ? one : undefined), KEPT),
  );

  readonly texts = this.#texts.asReadonly();

  remember(text: string): void {
    if (text === '') return;
    this.#texts.update((texts) => [text, ...texts.filter((known) => known !== text)].slice(0, KEPT));
    this.#storage.write(STORAGE_KEY, JSON.stringify(this.#texts()));
  }
}
