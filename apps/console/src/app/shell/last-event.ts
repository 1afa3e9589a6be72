import { Component, computed, inject } from '@angular/core';

import { LiveStore } from '../picture/live-store.ts';
import { PictureTime } from '../picture/picture-time.ts';
import { formatAgo } from '../time/times.ts';

/** The age of the last event, which tells a quiet stream from a broken one. */
@Component({
  selector: 'app-last-event',
  template: `
    @if (ago(); as ago) {
      <span>last event {{ ago }}</span>
    }
  `,
  styles: `
    span {
      font-variant-numeric: tabular-nums;
      color: var(--ink-muted);
      white-space: nowrap;
    }
  `,
})
export class LastEvent {
  readonly #lastEventAt = inject(LiveStore).lastEventAt;
  readonly #time = inject(PictureTime);

  protected readonly ago = computed(() => {
    const at = this.#lastEventAt();
    return at === null ? null : formatAgo(at, this.#time.serverSecond());
  });
}
