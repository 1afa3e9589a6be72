import { DestroyRef, inject, Injectable, signal } from '@angular/core';

import { BrowserStorage } from '../storage/browser-storage.ts';
import { readList } from '../storage/read-list.ts';

const STORAGE_KEY = 'crowsnest.saved-filters';
/** Maximum number of saved filters. */
const MAX_SAVED = 50;

/** A filter that is saved in this browser. */
export interface SavedFilter {
  text: string;
  /** Whether events that it selects cause a notification while the console is in the background. */
  notifies: boolean;
}

/** The filters that are saved in this browser, in the order in which they were saved. */
@Injectable({ providedIn: 'root' })
export class SavedFilters {
  readonly #storage = inject(BrowserStorage);
  readonly #list = signal<readonly SavedFilter[]>(this.#read());

  readonly list = this.#list.asReadonly();

  constructor() {
    const stop = this.#storage.follow(STORAGE_KEY, () => this.#list.set(this.#read()));
    inject(DestroyRef).onDestroy(stop);
  }

  has(text: string): boolean {
    return this.#list().some((saved) => saved.text === text);
  }

  /** Saves a filter. Removes the oldest one if there are too many. */
  save(text: string): void {
    if (text === '' || this.has(text)) return;
    this.#change([...this.#list(), { text, notifies: false }].slice(-MAX_SAVED));
  }

  remove(text: string): void {
    this.#change(this.#list().filter((saved) => saved.text !== text));
  }

  notify(text: string, notifies: boolean): void {
    this.#change(this.#list().map((saved) => (saved.text === text ? { ...saved, notifies } : saved)));
  }

  #read(): SavedFilter[] {
    return readList(this.#storage.read(STORAGE_KEY), savedFilterOf, MAX_SAVED);
  }

  #change(list: readonly SavedFilter[]): void {
    this.#list.set(list);
    this.#storage.write(STORAGE_KEY, JSON.stringify(list));
  }
}

function savedFilterOf(item: unknown): SavedFilter | undefined {
  const { text, notifies } = (item ?? {}) as Partial<Record<keyof SavedFilter, unknown>>;
  return typeof text === 'string' && text !== '' ? { text, notifies: notifies === true } : undefined;
}
