import { Component, computed, inject } from '@angular/core';

import { LiveConnection } from '../picture/live-connection.ts';
import { LiveStore } from '../picture/live-store.ts';
import { Clock } from '../time/clock.ts';
import { connectionText } from './connection-text.ts';

/** The state of the connection. */
@Component({
  selector: 'app-connection-badge',
  template: `<span class="badge" [attr.data-tone]="badge().tone">{{ badge().text }}</span>`,
  styles: `
    .badge {
      gap: var(--space-2);
      min-height: 1.5rem;
      padding: 0 var(--space-3);
      font-size: inherit;
      font-weight: var(--strong);
      font-variant-numeric: tabular-nums;
      border-radius: var(--round-full);
    }

    .badge::before {
      width: 0.4375rem;
      height: 0.4375rem;
      content: '';
      background: currentcolor;
      border-radius: 50%;
    }

    .badge:not([data-tone='accent'])::before {
      background: none;
      border: 1.5px solid currentcolor;
    }
  `,
})
export class ConnectionBadge {
  readonly #connection = inject(LiveConnection).state;
  readonly #gap = inject(LiveStore).gap;
  readonly #clock = inject(Clock);

  protected readonly badge = computed(() => {
    const connection = this.#connection();
    const now = connection.phase === 'waiting' ? this.#clock.now() : 0;
    return connectionText(connection, this.#gap() !== null, now);
  });
}
