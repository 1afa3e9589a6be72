import { Component, computed, inject, input, linkedSignal, output, signal, viewChild } from '@angular/core';
import {
  ALERT_PERCENTILES,
  ALERT_SEVERITIES,
  type AlertKind,
  type AlertPreview,
  type AlertRule,
} from '#contract';

import { answerText } from '../../commands/command-answer.ts';
import { DialogHead } from '../../ui/dialogs/dialog-head.ts';
import { ModalDialog } from '../../ui/dialogs/modal-dialog.ts';
import { AlertCommands } from '../alert-commands.ts';
import { KIND_NAMES } from '../alert-texts.ts';
import { FIELDS, formOf, NEW_RULE, textsOf, type RuleField, type RuleTexts } from './rule-fields.ts';
import { RulePreview } from './rule-preview.ts';

/** A dialog that sets a new rule, or changes or deletes one. It tries the rule on the last day before. */
@Component({
  selector: 'app-rule-dialog',
  imports: [DialogHead, ModalDialog, RulePreview],
  templateUrl: './rule-dialog.html',
  styleUrl: '../alert-dialog.css',
})
export class RuleDialog {
  /** The rule that is changed; null for a new one. */
  readonly rule = input.required<AlertRule | null>();
  /** The names of all receivers. */
  readonly receivers = input.required<readonly string[]>();
  readonly closed = output();
  readonly #commands = inject(AlertCommands);
  private readonly dialog = viewChild.required(ModalDialog);

  protected readonly texts = linkedSignal<RuleTexts>(() => {
    const rule = this.rule();
    return rule ? textsOf(rule) : NEW_RULE;
  });
  /** The receivers that are told; null for all. */
  protected readonly chosen = linkedSignal<readonly string[] | null>(() => this.rule()?.receivers ?? null);
  protected readonly heading = computed(() => (this.rule() ? `Rule ${this.rule()?.name}` : 'New rule'));
  protected readonly problem = signal('');
  protected readonly isBusy = signal(false);
  protected readonly isDeleting = signal(false);
  /** The last preview, with the kind that it was made for; null once the rule has changed. */
  protected readonly preview = signal<{ kind: AlertKind; result: AlertPreview } | null>(null);
  protected readonly kinds = Object.entries(KIND_NAMES);
  protected readonly severities = ALERT_SEVERITIES;
  protected readonly percentiles = ALERT_PERCENTILES;

  protected has(field: RuleField): boolean {
    return FIELDS[this.texts().kind].includes(field);
  }

  protected change(member: keyof RuleTexts, text: string): void {
    this.texts.update((texts) => ({ ...texts, [member]: text }));
    this.preview.set(null);
  }

  protected tells(name: string): boolean {
    return this.chosen()?.includes(name) ?? true;
  }

  protected toggle(name: string): void {
    const told = this.receivers().filter((one) => this.tells(one) !== (one === name));
    this.chosen.set(told.length === this.receivers().length ? null : told);
  }

  protected async tryOut(): Promise<void> {
    const { kind } = this.texts();
    await this.#do(async () => {
      this.preview.set({ kind, result: await this.#commands.preview(this.#form()) });
    });
  }

  protected async save(submitted: Event): Promise<void> {
    submitted.preventDefault();
    await this.#do(async () => {
      await this.#commands.setRule(this.texts().name.trim(), this.#form());
      this.dialog().close();
    });
  }

  protected async delete({ name }: AlertRule): Promise<void> {
    if (!this.isDeleting()) return this.isDeleting.set(true);
    await this.#do(async () => {
      await this.#commands.deleteRule(name);
      this.dialog().close();
    });
  }

  #form(): object {
    return formOf(this.texts(), this.chosen() ?? undefined);
  }

  async #do(act: () => Promise<void>): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.problem.set('');
    try {
      await act();
    } catch (error) {
      this.problem.set(answerText(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
