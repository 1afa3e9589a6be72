import { Component, DestroyRef, inject } from '@angular/core';
import type { AlertRuleView, FiringAlert } from '#contract';

import { Oversight } from '../oversight/oversight.ts';
import { Alerts } from '../oversight/alerts.ts';
import { DialogRequests, type DialogRequest } from '../ui/dialogs/dialog-requests.ts';
import { KeepFocus } from '../ui/focus/keep-focus.ts';
import { Missing } from '../ui/missing.ts';
import { formatCount } from '../ui/numbers.ts';
import { AlertHistory } from './history/alert-history.ts';
import { FiringTable } from './firing/firing-table.ts';
import { RuleDialog } from './rules/rule-dialog.ts';
import { RuleTable } from './rules/rule-table.ts';
import { SilenceDialog } from './silences/silence-dialog.ts';
import { SilenceTable } from './silences/silence-table.ts';

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
  protected readonly silences = new DialogRequests<FiringAlert>();
  /** What rules are edited: null for a new one. */
  protected readonly edits = new DialogRequests<AlertRuleView | null>();
  protected readonly formatCount = formatCount;

  constructor() {
    this.#alerts.watch(inject(DestroyRef));
  }

  protected endSilence(request: DialogRequest<FiringAlert>): void {
    this.silences.end(request);
    this.answer.reload();
  }

  protected endEdit(request: DialogRequest<AlertRuleView | null>): void {
    this.edits.end(request);
    this.answer.reload();
  }
}
