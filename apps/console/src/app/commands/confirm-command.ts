import { LiveAnnouncer } from '@angular/cdk/a11y';
import { Component, computed, inject, input, output, signal, viewChild } from '@angular/core';
import { MAX_REASON } from '#contract';

import { ModalDialog } from '../ui/dialogs/modal-dialog.ts';
import { answerText } from './command-answer.ts';
import { targetOf, type Command } from './command.ts';
import { commandText } from './command-text.ts';
import { Commands } from './commands.ts';

/** A dialog that asks for one confirmation. */
@Component({
  selector: 'app-confirm-command',
  imports: [ModalDialog],
  templateUrl: './confirm-command.html',
})
export class ConfirmCommand {
  readonly command = input.required<Command>();
  readonly closed = output();
  readonly #commands = inject(Commands);
  readonly #announcer = inject(LiveAnnouncer);
  private readonly dialog = viewChild.required(ModalDialog);

  protected readonly maxReason = MAX_REASON;
  protected readonly text = computed(() => commandText(this.command()));
  protected readonly target = computed(() => targetOf(this.command()));
  protected readonly problem = signal('');
  protected readonly isSending = signal(false);
  protected readonly refusal = this.#commands.refusal;

  protected async confirm(submitted: Event, reason: string): Promise<void> {
    submitted.preventDefault();
    if (this.isSending() || this.refusal() !== null) return;
    this.isSending.set(true);
    this.problem.set('');
    try {
      await this.#commands.send(this.command(), reason.trim());
      void this.#announcer.announce(this.text().accepted, 'polite');
      this.dialog().close();
    } catch (error) {
      this.problem.set(answerText(error));
    } finally {
      this.isSending.set(false);
    }
  }
}
