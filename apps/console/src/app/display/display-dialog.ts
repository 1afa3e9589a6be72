import { afterNextRender, Component, inject, output, viewChild, type ElementRef } from '@angular/core';

import { DialogHead } from '../ui/dialog-head.ts';
import { DisplayChoices } from './display-choices.ts';
import { displayGroups } from './display-options.ts';

/** Chooses theme, height of rows, and how times are told. Each choice shows at once. */
@Component({
  selector: 'app-display-dialog',
  imports: [DialogHead],
  templateUrl: './display-dialog.html',
  styleUrl: './display-dialog.css',
})
export class DisplayDialog {
  readonly closed = output();
  protected readonly groups = displayGroups(inject(DisplayChoices));
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  constructor() {
    // The browser moves the focus when it opens the dialog, so the content must exist by then.
    afterNextRender(() => {
      const { nativeElement } = this.dialog();
      nativeElement.showModal();
      nativeElement.querySelector<HTMLInputElement>('input:checked')?.focus();
    });
  }
}
