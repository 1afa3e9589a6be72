import { afterNextRender, Component, inject, output, viewChild, type ElementRef } from '@angular/core';

import { KeyBindings } from '../keys/key-bindings.ts';
import { Icon } from '../ui/icon.ts';

/** A dialog that lists the keys of the console. */
@Component({
  selector: 'app-help-sheet',
  imports: [Icon],
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

  protected close(): void {
    this.dialog().nativeElement.close();
  }

  protected keysOf(keys: string): string[] {
    return keys.split(' ');
  }
}
