import { Component, input, signal } from '@angular/core';

import { reachedRole } from '../../identity/reached-role.ts';
import { EraseDialog } from './erase-dialog.ts';
import type { ErasureTarget } from './erasure.ts';

/** The button that erases recorded arguments and results, for admins who may. */
@Component({
  selector: 'app-erase-button',
  imports: [EraseDialog],
  template: `
    @if (isAllowed()) {
      <button type="button" class="button small" (click)="isOpen.set(true)">
        Erase arguments and results…
      </button>
      @if (isOpen()) {
        <app-erase-dialog [target]="target()" (closed)="isOpen.set(false)" />
      }
    }
  `,
})
export class EraseButton {
  readonly target = input.required<ErasureTarget>();
  /** The server checks each command again. */
  protected readonly isAllowed = reachedRole('admin');
  protected readonly isOpen = signal(false);
}
