import { Component, inject, output } from '@angular/core';

import { KeyBindings } from '../../keys/key-bindings.ts';
import { DialogHead } from '../../ui/dialogs/dialog-head.ts';
import { ModalDialog } from '../../ui/dialogs/modal-dialog.ts';
import { PART_KEYS } from './part-keys.ts';

/** A dialog that lists the keys of the console. */
@Component({
  selector: 'app-help-sheet',
  imports: [DialogHead, ModalDialog],
  templateUrl: './help-sheet.html',
  styleUrl: './help-sheet.css',
})
export class HelpSheet {
  readonly closed = output();
  protected readonly keys = inject(KeyBindings);
  protected readonly parts = PART_KEYS;

  protected keysOf(keys: string): string[] {
    return keys.split(' ');
  }
}
