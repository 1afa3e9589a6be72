import { Component, computed, input, output } from '@angular/core';
import type { AlertRuleView, AlertsView } from '#contract';

import { WholeText } from '../../ui/whole-text/whole-text.ts';
import { KIND_NAMES, severityTone } from '../alert-texts.ts';
import { conditionOf } from './rule-texts.ts';

const STATE_TONES: Record<AlertRuleView['state'], string> = {
  firing: 'bad',
  pending: 'slow',
  quiet: 'quiet',
};

/** The rules, with where they stand and whether they fire. */
@Component({
  selector: 'app-rule-table',
  imports: [WholeText],
  templateUrl: './rule-table.html',
  styleUrl: '../alert-table.css',
})
export class RuleTable {
  readonly view = input.required<AlertsView | null>();
  readonly mayEdit = input.required<boolean>();
  readonly edited = output<AlertRuleView>();
  protected readonly rows = computed(() => this.view()?.rules ?? []);
  protected readonly kindNames = KIND_NAMES;
  protected readonly conditionOf = conditionOf;
  protected readonly severityTone = severityTone;

  protected toneOf({ state }: AlertRuleView): string {
    return STATE_TONES[state];
  }

  protected receiversOf({ receivers = this.view()?.receivers ?? [] }: AlertRuleView): string {
    return receivers.join(', ') || 'nobody';
  }
}
