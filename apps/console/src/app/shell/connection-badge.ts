import { Component, computed, DestroyRef, inject, signal } from '@angular/core';

import { KeyBindings } from '../keys/key-bindings.ts';
import { LiveConnection } from '../picture/live-connection.ts';
import { LiveStore } from '../picture/live-store.ts';
import { Clock } from '../time/clock.ts';
import { TimeScope } from '../view/time-scope.ts';
import { connectionText } from './connection-text.ts';
import { Diagnostics } from './diagnostics/diagnostics.ts';
import { Network } from './network.ts';

/** Shows the state of the connection. A click opens the diagnostics. */
@Component({
  selector: 'app-connection-badge',
  imports: [Diagnostics],
  template: `
    <button
      type="button"
      class="badge"
      aria-haspopup="dialog"
      [attr.data-tone]="badge().tone"
      (click)="isOpen.set(true)"
    >
      {{ badge().text }}
    </button>
    @defer (when isOpen()) {
      @if (isOpen()) {
        <app-diagnostics [connection]="badge().text" (closed)="isOpen.set(false)" />
      }
    }
  `,
  styles: `
    .badge {
      gap: var(--space-2);
      min-height: 1.5rem;
      padding: 0 var(--space-3);
      font: inherit;
      font-weight: var(--strong);
      font-variant-numeric: tabular-nums;
      color: var(--tone);
      cursor: pointer;
      border: 0;
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
  readonly #past = inject(TimeScope).range;
  readonly #gap = inject(LiveStore).gap;
  readonly #clock = inject(Clock);
  readonly #network = inject(Network);

  protected readonly isOpen = signal(false);
  protected readonly badge = computed(() => {
    const connection = this.#connection();
    return connectionText(connection, {
      showsPast: this.#past() !== null,
      hasGap: this.#gap() !== null,
      isOffline: this.#network.isOffline(),
      now: connection.phase === 'waiting' ? this.#clock.now() : 0,
    });
  });

  constructor() {
    inject(KeyBindings).bind(inject(DestroyRef), {
      keys: 'D',
      does: 'Show the diagnostics',
      run: () => this.isOpen.set(true),
    });
  }
}
