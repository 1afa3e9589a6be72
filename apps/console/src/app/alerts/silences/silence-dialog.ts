import { Component, computed, inject, input, output, signal, viewChild } from '@angular/core';
import { MAX_REASON, type AlertSubject, type FiringAlert } from '#contract';

import { answerText } from '../../commands/command-answer.ts';
import { DialogHead } from '../../ui/dialogs/dialog-head.ts';
import { ModalDialog } from '../../ui/dialogs/modal-dialog.ts';
import { ServerClock } from '../../view/server-clock.ts';
import { AlertCommands } from '../alert-commands.ts';
import { subjectText } from '../alert-texts.ts';

const HOUR_MS = 3_600_000;

/** For how long an alert can be silenced, in milliseconds. */
const SPANS = [
  ['1 hour', HOUR_MS],
  ['4 hours', 4 * HOUR_MS],
  ['1 day', 24 * HOUR_MS],
  ['7 days', 7 * 24 * HOUR_MS],
  ['30 days', 30 * 24 * HOUR_MS],
] as const;

/** Between the clocks of the browser and of the server: the longest silence must not be longer than it may. */
const LEEWAY_MS = 60_000;

/** A dialog that silences an alert, or all alerts of its rule. */
@Component({
  selector: 'app-silence-dialog',
  imports: [DialogHead, ModalDialog],
  templateUrl: './silence-dialog.html',
  styleUrl: '../alert-dialog.css',
})
export class SilenceDialog {
  readonly alert = input.required<FiringAlert>();
  readonly closed = output();
  readonly #commands = inject(AlertCommands);
  readonly #clock = inject(ServerClock);
  private readonly dialog = viewChild.required(ModalDialog);

  protected readonly about = computed(() => subjectText(this.alert().subject));
  protected readonly spans = SPANS;
  protected readonly maxReason = MAX_REASON;
  /** Whether only this alert is meant, and not all of its rule. */
  protected readonly isNarrow = signal(false);
  protected readonly problem = signal('');
  protected readonly isSending = signal(false);

  /** `forMs` is the text of the chosen span. */
  protected async send(submitted: Event, reason: string, forMs: string): Promise<void> {
    submitted.preventDefault();
    if (this.isSending()) return;
    this.isSending.set(true);
    this.problem.set('');
    const { rule, subject } = this.alert();
    // A silence says which alerts it means by their members.
    const members: Partial<AlertSubject> = { ...subject };
    delete members.kind;
    const until = new Date(this.#clock.now() + Number(forMs) - LEEWAY_MS).toISOString();
    try {
      await this.#commands.silence({
        rule,
        reason,
        until,
        ...(this.isNarrow() && subject && { subject: members }),
      });
      this.dialog().close();
    } catch (error) {
      this.problem.set(answerText(error));
    } finally {
      this.isSending.set(false);
    }
  }
}
