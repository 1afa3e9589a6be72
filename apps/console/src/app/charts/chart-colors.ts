import { DOCUMENT } from '@angular/common';
import { DestroyRef, inject, Injectable, signal } from '@angular/core';

/** The media queries that change the colors of the design tokens. */
const SCHEMES = ['(prefers-color-scheme: dark)', '(forced-colors: active)'];

/** Counts the changes of the theme, after which a canvas must be drawn again. */
@Injectable({ providedIn: 'root' })
export class ThemeChanges {
  readonly #count = signal(0);
  readonly count = this.#count.asReadonly();

  constructor() {
    const document = inject(DOCUMENT);
    const owner = inject(DestroyRef);
    const count = (): void => this.#count.update((before) => before + 1);
    const observer = new MutationObserver(count);
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    owner.onDestroy(() => observer.disconnect());
    for (const scheme of SCHEMES) {
      const media = document.defaultView?.matchMedia(scheme);
      media?.addEventListener('change', count);
      owner.onDestroy(() => media?.removeEventListener('change', count));
    }
  }
}

/** The colors of a chart, as resolved by its style sheet. */
export interface ChartColors {
  quiet: string;
  accent: string;
  bad: string;
  slow: string;
  text: string;
  line: string;
}

/** Reads the colors from the text color of elements that `data-color` names. */
export function colorsOf(host: Element): ChartColors {
  const colorOf = (name: string): string => {
    const probe = host.querySelector(`[data-color=${name}]`);
    return probe ? getComputedStyle(probe).color : 'currentcolor';
  };
  return {
    quiet: colorOf('quiet'),
    accent: colorOf('accent'),
    bad: colorOf('bad'),
    slow: colorOf('slow'),
    text: colorOf('text'),
    line: colorOf('line'),
  };
}
