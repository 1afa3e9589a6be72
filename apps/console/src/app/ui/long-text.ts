import { Component, computed, input, linkedSignal } from '@angular/core';

import { formatCount } from './numbers.ts';

/**
 * Number of characters that are shown initially and added at a time, because rendering megabytes of text takes long.
 */
const FIRST = 4_000;
const MORE = 40_000;

/** A text of any length, whose end is shown on demand. */
@Component({
  selector: 'app-long-text',
  template: `
    <p>{{ shown() }}</p>
    @if (left() > 0) {
      <button type="button" class="button small" (click)="showMore()">
        Show more, {{ formatCount(left()) }} characters are left
      </button>
    }
  `,
  styles: `
    p {
      overflow-wrap: anywhere;
      white-space: pre-wrap;
    }
  `,
})
export class LongText {
  readonly text = input.required<string>();
  readonly #length = linkedSignal<string, number>({ source: this.text, computation: () => FIRST });

  // Avoids splitting a character.
  protected readonly shown = computed(() =>
    this.text().length <= this.#length()
      ? this.text()
      : this.text()
          .slice(0, this.#length())
          .replace(/[\uD800-\uDBFF]$/, ''),
  );
  protected readonly left = computed(() => this.text().length - this.shown().length);
  protected readonly formatCount = formatCount;

  protected showMore(): void {
    this.#length.update((length) => length + MORE);
  }
}
