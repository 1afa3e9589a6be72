import {
  afterNextRender,
  Component,
  computed,
  DestroyRef,
  inject,
  input,
  signal,
  viewChild,
  type ElementRef,
} from '@angular/core';
import { MAX_REASON } from '#contract';

import { answerText } from './command-answer.ts';
import { commandText, targetOf } from './command.ts';
import { Commands, type Question } from './commands.ts';

/**
 * A dialog that asks for one confirmation. Each question has its own component with its own `<dialog>`, because the
 * browser fires `close` in a later task than `close()`, when the next question may already be open.
 */
@Component({
  selector: 'app-confirm-command',
  templateUrl: './confirm-command.html',
})
export class ConfirmCommand {
  readonly question = input.required<Question>();
  readonly #commands = inject(Commands);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  protected readonly maxReason = MAX_REASON;
  protected readonly text = computed(() => commandText(this.question().command));
  protected readonly target = computed(() => targetOf(this.question().command));
  protected readonly problem = signal('');
  protected readonly isSending = signal(false);
  protected readonly refusal = this.#commands.refusal;

  constructor() {
    inject(DestroyRef).onDestroy(() => this.closed());
    // The browser moves the focus when the dialog opens, so the content must be rendered first.
    afterNextRender(() => this.dialog().nativeElement.showModal());
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }

  protected closed(): void {
    this.#commands.dismiss(this.question());
  }

  protected async confirm(submitted: Event, reason: string): Promise<void> {
    submitted.preventDefault();
    if (this.isSending() || this.refusal() !== null) return;
    this.isSending.set(true);
    this.problem.set('');
    try {
      await this.#commands.send(this.question().command, reason.trim());
      this.close();
    } catch (error) {
      this.problem.set(answerText(error));
    } finally {
      this.isSending.set(false);
    }
  }
}
