import { LiveAnnouncer } from '@angular/cdk/a11y';
import { Component, computed, inject, input, output, signal, viewChild } from '@angular/core';
import { MAX_REASON } from '#contract';

import { ModalDialog } from '../ui/modal-dialog.ts';
import { answerText } from './command-answer.ts';
import { targetOf } from './command.ts';
import { commandText } from './command-text.ts';
import { Commands, type Question } from './commands.ts';

/**
 * A dialog that asks for one confirmation. Each question has its own component with its own `<dialog>`, because the
 * browser fires `close` in a later task than `close()`, when the next question may already be open.
 */
@Component({
  selector: 'app-confirm-command',
  imports: [ModalDialog],
  templateUrl: './confirm-command.html',
})
export class ConfirmCommand {
  readonly question = input.required<Question>();
  readonly closed = output();
  readonly #commands = inject(Commands);
  readonly #announcer = inject(LiveAnnouncer);
  private readonly dialog = viewChild.required(ModalDialog);

  protected readonly maxReason = MAX_REASON;
  protected readonly text = computed(() => commandText(this.question().command));
  protected readonly target = computed(() => targetOf(this.question().command));
  protected readonly problem = signal('');
  protected readonly isSending = signal(false);
  protected readonly refusal = this.#commands.refusal;

  protected async confirm(submitted: Event, reason: string): Promise<void> {
    submitted.preventDefault();
    if (this.isSending() || this.refusal() !== null) return;
    this.isSending.set(true);
    this.problem.set('');
    try {
      await this.#commands.send(this.question().command, reason.trim());
      void this.#announcer.announce(this.text().accepted, 'polite');
      this.dialog().close();
    } catch (error) {
      this.problem.set(answerText(error));
    } finally {
      this.isSending.set(false);
    }
  }
}
