import { Component, input, output, viewChild } from '@angular/core';

import { DialogHead } from '../dialogs/dialog-head.ts';
import { ModalDialog } from '../dialogs/modal-dialog.ts';
import { MissingPart } from './missing-part.ts';
import type { MissingCause } from './part-load.ts';

/** A dialog in place of one that could not be loaded. */
@Component({
  selector: 'app-missing-dialog',
  imports: [DialogHead, MissingPart, ModalDialog],
  template: `
    <dialog appModal aria-labelledby="missing-title" (close)="closed.emit()">
      <app-dialog-head headingId="missing-title" heading="Not loaded" />
      <p appMissingPart [name]="name()" [cause]="cause()"></p>
    </dialog>
  `,
})
export class MissingDialog {
  readonly name = input.required<string>();
  readonly cause = input.required<MissingCause>();
  readonly closed = output();
  private readonly dialog = viewChild.required(ModalDialog);

  /** Returns the focus to where it was before the dialog opened. */
  close(): void {
    this.dialog().close();
  }
}
