import { computed, DestroyRef, inject, Injectable } from '@angular/core';

import { UrlState } from '../view/url-state.ts';
import { CALL } from './call-link.ts';

/** Which call's panel is open, as the URL says it. */
@Injectable({ providedIn: 'root' })
export class OpenCall {
  readonly #url = inject(UrlState);

  /** The id of an event of the call; empty while the panel is closed. */
  readonly eventId = this.#url.value(CALL, inject(DestroyRef));
  readonly isOpen = computed(() => this.eventId() !== '');

  /** Opens the panel, or shows another call in it. Who walks from call to call does not go back through all of them. */
  show(eventId: string): void {
    this.#url.set(CALL, eventId, { replace: this.isOpen() });
  }

  close(): void {
    this.#url.set(CALL, '');
  }
}
