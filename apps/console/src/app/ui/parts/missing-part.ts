import { Component, DestroyRef, ElementRef, inject, input } from '@angular/core';

import { Icon } from '../icons/icon.ts';
import { ConsoleBuild } from './console-build.ts';
import { MissingParts } from './missing-parts.ts';
import type { MissingCause } from './part-load.ts';

/** Says in place of a part that it could not be loaded. A button tries again, or reloads an outdated console. */
@Component({
  selector: 'p[appMissingPart]',
  imports: [Icon],
  template: `
    @if (cause() === 'updated') {
      Crowsnest was updated. Reload the page to go on.
      <button type="button" class="button small" (click)="build.reload()">
        <app-icon name="retry" />Reload
      </button>
    } @else {
      {{ name() }} could not be loaded.
      <button type="button" class="button small" (click)="parts.tryAgain()">
        <app-icon name="retry" />Try again
      </button>
    }
  `,
  host: { class: 'empty', role: 'alert' },
})
export class MissingPart {
  /** The name of the part at the start of a sentence. */
  readonly name = input.required<string>();
  readonly cause = input.required<MissingCause>();
  protected readonly build = inject(ConsoleBuild);
  protected readonly parts = inject(MissingParts);
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  constructor() {
    const holder = (): HTMLElement | null => this.#host.closest<HTMLElement>('[tabindex]');
    inject(DestroyRef).onDestroy(() => {
      // The button disappears when the part arrives, and the focus with it.
      if (this.#host.matches(':focus-within')) holder()?.focus();
    });
  }
}
