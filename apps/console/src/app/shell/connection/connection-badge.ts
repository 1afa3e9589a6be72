import { Component, DestroyRef, inject } from '@angular/core';

import { KeyBindings } from '../../keys/key-bindings.ts';
import { DialogRequests } from '../../ui/dialogs/dialog-requests.ts';
import { DialogOutlet } from '../../ui/parts/dialog-outlet.ts';
import type { DialogPart } from '../../ui/parts/part.ts';
import { ShownConnection } from './shown-connection.ts';

const DIAGNOSTICS: DialogPart = {
  name: 'The diagnostics',
  load: async () => (await import('./diagnostics/diagnostics.ts')).Diagnostics,
};

/** Shows the state of the connection. A click opens the diagnostics. */
@Component({
  selector: 'app-connection-badge',
  imports: [DialogOutlet],
  template: `
    <button
      type="button"
      class="badge"
      aria-haspopup="dialog"
      [attr.data-tone]="badge().tone"
      (click)="dialogs.ask()"
    >
      {{ badge().text }}
    </button>
    @for (request of dialogs.open(); track request.number) {
      <app-dialog-part [part]="diagnostics" (closed)="dialogs.end(request)" />
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
  protected readonly diagnostics = DIAGNOSTICS;
  protected readonly dialogs = new DialogRequests();
  protected readonly badge = inject(ShownConnection).text;

  constructor() {
    inject(KeyBindings).bind(inject(DestroyRef), {
      keys: 'D',
      does: 'Show the diagnostics',
      run: () => this.dialogs.ask(),
    });
  }
}
