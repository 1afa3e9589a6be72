import { Component, computed, inject } from '@angular/core';

import { LiveConnection } from '../picture/live-connection.ts';
import { LiveStore } from '../picture/live-store.ts';
import { Clock } from '../time/clock.ts';
import { Icon } from '../ui/icon.ts';
import { connectionText } from './connection-text.ts';

/** The state of the connection. */
@Component({
  selector: 'app-connection-badge',
  imports: [Icon],
  template: `
    <span class="badge" [attr.data-tone]="badge().tone" [class.live]="badge().tone === 'done'">
      <app-icon [name]="badge().icon" />{{ badge().text }}
    </span>
  `,
  styles: `
    .badge {
      display: inline-flex;
      gap: 0.45rem;
      align-items: center;
      min-height: 1.75rem;
      padding: 0 0.75rem 0 0.6rem;
      font-weight: 600;
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
      border-radius: var(--round);
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
