import { Component, ElementRef, inject, output } from '@angular/core';

import { DialogHead } from '../ui/dialogs/dialog-head.ts';
import { ModalDialog } from '../ui/dialogs/modal-dialog.ts';
import { DisplayChoices } from './display-choices.ts';
import { displayGroups } from './display-options.ts';

/** Chooses theme, height of rows, and how times are told. Each choice shows at once. */
@Component({
  selector: 'app-display-dialog',
  imports: [DialogHead, ModalDialog],
  templateUrl: './display-dialog.html',
  styleUrl: './display-dialog.css',
})
export class DisplayDialog {
  readonly closed = output();
  protected readonly groups = displayGroups(inject(DisplayChoices));
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  protected focusChosen(): void {
    this.#host.querySelector<HTMLInputElement>('input:checked')?.focus();
  }
}
