import { Component, DestroyRef, inject, signal } from '@angular/core';
import type { AlertRuleView, FiringAlert } from '#contract';

import { Oversight } from '../oversight/oversight.ts';
import { Alerts } from '../oversight/alerts.ts';
import { KeepFocus } from '../ui/keep-focus.ts';
import { Missing } from '../ui/missing.ts';
import { formatCount } from '../ui/numbers.ts';
import { AlertHistory } from './alert-history.ts';
import { FiringTable } from './firing-table.ts';
import { RuleDialog } from './rule-dialog.ts';
import { RuleTable } from './rule-table.ts';
import { SilenceDialog } from './silence-dialog.ts';
import { SilenceTable } from './silence-table.ts';

/** The page of alerts: what fires, what is silenced, what has fired and who was told, and the rules. */
@Component({
  selector: 'app-alerts',
  imports: [
    AlertHistory,
    FiringTable,
    KeepFocus,
    Missing,
    RuleDialog,
    RuleTable,
    SilenceDialog,
    SilenceTable,
  ],
  templateUrl: './alerts-page.html',
  styleUrl: './alerts-page.css',
  host: { class: 'table-page' },
})
export class AlertsPage {
  readonly #alerts = inject(Alerts);
  protected readonly rights = inject(Oversight);
  protected readonly answer = this.#alerts.view;
  protected readonly count = this.#alerts.count;
  /** The alert whose dialog is open. */
  protected readonly silenced = signal<FiringAlert | null>(null);
  /** The rule whose dialog is open: null for a new one. */
  protected readonly edited = signal<{ rule: AlertRuleView | null } | null>(null);
  protected readonly formatCount = formatCount;

  constructor() {
    this.#alerts.watch(inject(DestroyRef));
  }

  protected closed(): void {
    this.silenced.set(null);
    this.edited.set(null);
    this.answer.reload();
  }
}
