import { DOCUMENT } from '@angular/common';
import { inject, Injectable, signal } from '@angular/core';

import { BrowserStorage } from '../storage/browser-storage.ts';

/** The available themes. */
export const THEMES = ['system', 'light', 'dark'] as const;
/** A theme; `system` follows the operating system. */
export type Theme = (typeof THEMES)[number];

const STORAGE_KEY = 'crowsnest.theme';

/** Applies the theme, and stores the choice in this browser. */
@Injectable({ providedIn: 'root' })
export class ThemeChoice {
  readonly #document = inject(DOCUMENT);
  readonly #storage = inject(BrowserStorage);
  readonly #theme = signal<Theme>(this.#stored());

  readonly theme = this.#theme.asReadonly();

  constructor() {
    this.#apply(this.theme());
  }

  choose(theme: Theme): void {
    this.#theme.set(theme);
    this.#apply(theme);
    this.#storage.write(STORAGE_KEY, theme);
  }

  #apply(theme: Theme): void {
    const { dataset } = this.#document.documentElement;
    if (theme === 'system') delete dataset['theme'];
    else dataset['theme'] = theme;
  }

  #stored(): Theme {
    const stored = this.#storage.read(STORAGE_KEY);
    return THEMES.find((theme) => theme === stored) ?? 'system';
  }
}
