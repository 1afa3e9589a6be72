import { LiveAnnouncer } from '@angular/cdk/a11y';
import { Component, DestroyRef, inject, input, signal } from '@angular/core';

import { Clipboard } from './clipboard.ts';
import { Icon } from './icons/icon.ts';

/** How long the button shows the result, in milliseconds. */
const SHOWN_MS = 2_000;

/** Copies a text, and shows the result. */
@Component({
  selector: 'app-copy-button',
  imports: [Icon],
  template: `
    <button type="button" class="button small" (click)="copy()">
      <app-icon [name]="outcome() === 'copied' ? 'check' : 'copy'" />
      @switch (outcome()) {
        @case ('copied') {
          Copied
        }
        @case ('failed') {
          Copy failed
        }
        @default {
          {{ label() }}
        }
      }
    </button>
  `,
})
export class CopyButton {
  /** The text to copy. A function is called at the click, because a large text takes time to create. */
  readonly text = input.required<string | (() => string)>();
  readonly label = input('Copy');
  protected readonly outcome = signal<'copied' | 'failed' | null>(null);
  readonly #clipboard = inject(Clipboard);
  readonly #announcer = inject(LiveAnnouncer);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer));
  }

  protected copy(): void {
    const text = this.text();
    const copied = this.#clipboard.copy(typeof text === 'string' ? text : text());
    this.outcome.set(copied ? 'copied' : 'failed');
    void this.#announcer.announce(copied ? 'Copied' : 'Copy failed. Select the text and copy it.');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.outcome.set(null), SHOWN_MS);
  }
}
