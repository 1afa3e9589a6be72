import { afterNextRender, Component, inject, output, viewChild, type ElementRef } from '@angular/core';

import { KeyBindings } from '../keys/key-bindings.ts';
import { DialogHead } from '../ui/dialog-head.ts';

/** A dialog that lists the keys of the console. */
@Component({
  selector: 'app-help-sheet',
  imports: [DialogHead],
  templateUrl: './help-sheet.html',
  styleUrl: './help-sheet.css',
})
export class HelpSheet {
  readonly closed = output();
  protected readonly keys = inject(KeyBindings);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  constructor() {
    // The browser moves the focus when the dialog opens, so the content must be rendered first.
    afterNextRender(() => this.dialog().nativeElement.showModal());
  }

  protected keysOf(keys: string): string[] {
    return keys.split(' ');
  }
}
