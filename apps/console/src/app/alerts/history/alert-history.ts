import { Component, computed, inject } from '@angular/core';

import { analysisScope } from '../../analysis/analysis-scope.ts';
import { currentMoment } from '../../analysis/current-moment.ts';
import { ScopeNote } from '../../analysis/scope-note.ts';
import { HistoryApi } from '../../api/routes/history-api.ts';
import { ServerAnswer } from '../../api/server-answer.ts';
import { formatSpan } from '../../time/durations.ts';
import { exactTime, formatWhen } from '../../time/when.ts';
import { Missing } from '../../ui/missing.ts';
import { firstRows, ShowMore } from '../../ui/show-more.ts';
import { WholeText } from '../../ui/whole-text/whole-text.ts';
import { limitOf, severityTone, subjectText, valueOf } from '../alert-texts.ts';
import { deliveryText, toldAlerts, type Delivery, type ToldAlert } from './told-alerts.ts';

const LIVE_SPAN_MS = 86_400_000;
/** Maximum number of events that are read. */
const MOST_EVENTS = 1_000;
const STEP = 50;
const TONES: Record<Delivery['outcome'], string> = { sent: 'quiet', undelivered: 'bad', waiting: 'slow' };

/** The alerts of the time that is chosen, with their ends and with who was told. */
@Component({
  selector: 'app-alert-history',
  imports: [Missing, ScopeNote, ShowMore, WholeText],
  templateUrl: './alert-history.html',
  styleUrl: '../alert-table.css',
})
export class AlertHistory {
  readonly #history = inject(HistoryApi);
  readonly #now = currentMoment();
  protected readonly scope = analysisScope(LIVE_SPAN_MS);
  protected readonly sample = new ServerAnswer(this.scope, ({ from, to, filter }, signal) => {
    const alerts = `${filter} type:alert:*`.trimStart();
    return this.#history.read({ from, to, filter: alerts, limit: MOST_EVENTS }, signal);
  });
  protected readonly list = firstRows(
    computed(() => toldAlerts(this.sample.value() ?? [])),
    STEP,
  );
  protected readonly valueOf = valueOf;
  protected readonly limitOf = limitOf;
  protected readonly severityTone = severityTone;
  protected readonly subjectText = subjectText;
  protected readonly deliveryText = deliveryText;
  protected readonly exactTime = exactTime;

  protected when(iso: string): string {
    return formatWhen(iso, this.#now());
  }

  protected lastedOf({ firedAt, resolvedAt, reason }: ToldAlert): string {
    if (resolvedAt === undefined) return 'no end yet';
    const span = formatSpan(Date.parse(resolvedAt) - Date.parse(firedAt));
    return reason === 'removed' ? `${span}, until the rule was removed` : span;
  }

  protected toneOf({ outcome }: Delivery): string {
    return TONES[outcome];
  }
}
