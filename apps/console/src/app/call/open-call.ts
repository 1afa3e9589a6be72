import { computed, DestroyRef, inject, Injectable } from '@angular/core';

import { UrlState } from '../view/url-state.ts';
import { CALL } from './call-link.ts';

/** The open call, which the URL holds. */
@Injectable({ providedIn: 'root' })
export class OpenCall {
  readonly #url = inject(UrlState);

  /** The id of an event of the call; empty while the panel is closed. */
  readonly eventId = this.#url.value(CALL, inject(DestroyRef));
  readonly isOpen = computed(() => this.eventId() !== '');

  /** Opens the panel, or shows another call in it. Showing another call replaces the entry in the browser's history. */
  show(eventId: string): void {
    this.#url.set(CALL, eventId, { replace: this.isOpen() });
  }

  close(): void {
    this.#url.set(CALL, '');
  }
}
