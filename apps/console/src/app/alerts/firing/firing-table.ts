import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { silenceOf, type AlertsView, type CallId, type EventId, type FiringAlert } from '#contract';

import { currentMoment } from '../../analysis/current-moment.ts';
import { LiveStore } from '../../picture/live-store.ts';
import { PictureTime } from '../../picture/picture-time.ts';
import { exactTime, formatWhen } from '../../time/when.ts';
import { WholeText } from '../../ui/whole-text/whole-text.ts';
import { KIND_NAMES, limitOf, severityTone, subjectText, valueOf } from '../alert-texts.ts';
import { subjectLink, type SubjectLink } from './subject-link.ts';

interface FiringRow {
  alert: FiringAlert;
  about: string;
  link: SubjectLink | null;
  isSilenced: boolean;
}

/** The alerts that fire now. */
@Component({
  selector: 'app-firing-table',
  imports: [RouterLink, WholeText],
  templateUrl: './firing-table.html',
  styleUrl: '../alert-table.css',
})
export class FiringTable {
  readonly view = input.required<AlertsView | null>();
  readonly maySilence = input.required<boolean>();
  readonly silence = output<FiringAlert>();
  readonly #store = inject(LiveStore);
  readonly #time = inject(PictureTime);
  readonly #now = currentMoment();
  readonly #starts = computed(
    () => new Map((this.#store.totals()?.inFlight ?? []).map(({ callId, startId }) => [callId, startId])),
  );
  protected readonly rows = computed<FiringRow[]>(() => {
    const { firing, silences } = this.view() ?? { firing: [], silences: [] };
    const startOf = (call: CallId): EventId | undefined => this.#starts().get(call);
    return firing.toReversed().map((alert) => ({
      alert,
      about: subjectText(alert.subject),
      link: subjectLink(alert.subject, startOf),
      isSilenced: silenceOf(silences, alert, this.#time.second()) !== undefined,
    }));
  });
  protected readonly kindNames = KIND_NAMES;
  protected readonly valueOf = valueOf;
  protected readonly limitOf = limitOf;
  protected readonly severityTone = severityTone;
  protected readonly exactTime = exactTime;

  protected when(iso: string): string {
    return formatWhen(iso, this.#now());
  }
}
