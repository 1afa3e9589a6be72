import { Component, computed, inject } from '@angular/core';
import type { AuditEvent, AuditOutcome } from '#contract';

import { analysisScope } from '../analysis/analysis-scope.ts';
import { currentMoment } from '../analysis/current-moment.ts';
import { ScopeNote } from '../analysis/scope-note.ts';
import { ServerAnswer } from '../api/server-answer.ts';
import { EraseButton } from '../commands/erasure/erase-button.ts';
import type { ErasureTarget } from '../commands/erasure/erasure.ts';
import { actorOf, deedOf, outcomeOf } from '../feed/act-text.ts';
import { Identity } from '../identity/identity.ts';
import { AuditorRight } from '../identity/auditor-right.ts';
import { exactTime, formatWhen } from '../time/when.ts';
import { Missing } from '../ui/missing.ts';
import { formatCount } from '../ui/numbers.ts';
import { firstRows, ShowMore } from '../ui/show-more.ts';
import { WholeText } from '../ui/whole-text/whole-text.ts';
import { targetOf, whyOf } from './act-target.ts';
import { MOST_ACTS, NewestActs } from './newest-acts.ts';

const LIVE_SPAN_MS = 86_400_000;
const STEP = 100;
const TONES: Record<AuditOutcome, string> = { done: 'quiet', refused: 'odd', failed: 'bad' };

/** The page of what admins did, for those who may see it. */
@Component({
  selector: 'app-audit',
  imports: [EraseButton, Missing, ScopeNote, ShowMore, WholeText],
  templateUrl: './audit-page.html',
  styleUrl: './audit-page.css',
  host: { class: 'table-page' },
})
export class AuditPage {
  readonly #acts = inject(NewestActs);
  readonly #now = currentMoment();
  readonly #identity = inject(Identity);
  protected readonly isAllowed = inject(AuditorRight).isHeld;
  protected readonly erasure = computed<ErasureTarget>(() => {
    const state = this.#identity.state();
    return { of: 'tenant', tenantId: state.step === 'signed-in' ? state.admin.tenantId : null };
  });
  protected readonly scope = analysisScope(LIVE_SPAN_MS);
  protected readonly sample = new ServerAnswer(
    () => (this.isAllowed() ? this.scope() : null),
    (asked, signal) => this.#acts.read(asked, signal),
  );
  readonly #all = computed(() => this.sample.value() ?? []);
  protected readonly list = firstRows(this.#all, STEP);
  protected readonly note = computed(() => {
    const { length } = this.#all();
    if (length === MOST_ACTS) return `the newest ${formatCount(length)} acts`;
    return `${formatCount(length)} ${length === 1 ? 'act' : 'acts'}`;
  });
  protected readonly actorOf = actorOf;
  protected readonly deedOf = deedOf;
  protected readonly outcomeOf = outcomeOf;
  protected readonly targetOf = targetOf;
  protected readonly whyOf = whyOf;
  protected readonly exactTime = exactTime;

  protected moment({ timestamp }: AuditEvent): string {
    return formatWhen(timestamp, this.#now());
  }

  protected toneOf({ data }: AuditEvent): string {
    return TONES[outcomeOf(data)];
  }
}
