import { Component, input } from '@angular/core';

import { reachedRole } from '../../identity/reached-role.ts';
import { DialogRequests } from '../../ui/dialogs/dialog-requests.ts';
import { EraseDialog } from './erase-dialog.ts';
import type { ErasureTarget } from './erasure.ts';

/** The button that erases recorded arguments and results, for admins who may. */
@Component({
  selector: 'app-erase-button',
  imports: [EraseDialog],
  template: `
    @if (isAllowed()) {
      <button type="button" class="button small" (click)="dialogs.ask(target())">
        Erase arguments and results…
      </button>
      @for (request of dialogs.open(); track request.number) {
        <app-erase-dialog [target]="request.about" (closed)="dialogs.end(request)" />
      }
    }
  `,
})
export class EraseButton {
  readonly target = input.required<ErasureTarget>();
  /** The server checks each command again. */
  protected readonly isAllowed = reachedRole('admin');
  protected readonly dialogs = new DialogRequests<ErasureTarget>();
}
