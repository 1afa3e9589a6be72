import { Component, inject, input } from '@angular/core';

import { Icon } from '../icons/icon.ts';
import { ModalDialog } from './modal-dialog.ts';

/** The head of a dialog: its heading, further controls, and a button that closes the dialog. */
@Component({
  selector: 'app-dialog-head',
  imports: [Icon],
  template: `
    <h2 [id]="headingId()">{{ heading() }}</h2>
    <ng-content />
    <button type="button" class="button small plain" (click)="dialog.close()">
      <app-icon name="close" />Close<kbd>Esc</kbd>
    </button>
  `,
  host: { class: 'head' },
})
export class DialogHead {
  readonly heading = input.required<string>();
  /** The id of the heading, which labels the dialog. */
  readonly headingId = input.required<string>();
  protected readonly dialog = inject(ModalDialog);
}
