import { afterRenderEffect, Component, computed, inject, viewChild, type ElementRef } from '@angular/core';
import { MAX_REASON } from '#contract';

import { commandText, targetOf } from './command.ts';
import { Commands } from './commands.ts';

/** Asks before a command is given: says what will happen, and why it did not when it failed. */
@Component({
  selector: 'app-confirm-command',
  templateUrl: './confirm-command.html',
  styleUrl: './confirm-command.css',
})
export class ConfirmCommand {
  protected readonly commands = inject(Commands);
  protected readonly maxReason = MAX_REASON;
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  protected readonly text = computed(() => {
    const command = this.commands.asked();
    return command && commandText(command);
  });
  protected readonly target = computed(() => {
    const command = this.commands.asked();
    if (!command) return { what: '', id: '' };
    return { what: command.kind === 'end-session' ? 'Session' : 'Call', id: targetOf(command) };
  });

  constructor() {
    // The browser's own dialog keeps the focus within, and gives it back when it closes. It is opened once its
    // content is there, for the focus to find.
    afterRenderEffect(() => {
      const dialog = this.dialog().nativeElement;
      if (this.commands.asked() && !dialog.open) dialog.showModal();
      if (!this.commands.asked() && dialog.open) dialog.close();
    });
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }

  protected confirm(submitted: Event, reason: string): void {
    submitted.preventDefault();
    void this.commands.confirm(reason);
  }
}
