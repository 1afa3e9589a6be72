import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';

import { AgentNames } from '../agents/agent-names.ts';
import { callLink } from '../call/call-link.ts';
import { failureLookOf } from '../call/call-look.ts';
import { LiveStore } from '../picture/live-store.ts';
import { PictureTime } from '../picture/picture-time.ts';
import { formatAgo, formatMoment } from '../time/times.ts';
import { Icon } from '../ui/icon.ts';
import { formatCount } from '../ui/numbers.ts';
import { groupFailures, type FailureGroup } from './failure-groups.ts';
import { liveFailures } from './live-failures.ts';
import { MOST_FAILURES, OverviewAnswers } from './overview-answers.ts';
import { OverviewWindow } from './overview-window.ts';

/** Maximum number of groups shown. */
const SHOWN = 30;

/** The newest failures, alike ones as one: of the live feed, or of a past range and its filter. */
@Component({
  selector: 'app-failures',
  imports: [Icon, RouterLink],
  templateUrl: './failures.html',
  styleUrl: './failures.css',
})
export class Failures {
  readonly #store = inject(LiveStore);
  readonly #agents = inject(AgentNames);
  readonly #time = inject(PictureTime);
  readonly #past = inject(OverviewWindow).past;
  readonly #live = liveFailures();
  protected readonly answer = inject(OverviewAnswers).failures;
  readonly #failures = computed(() => (this.#past() ? (this.answer.value() ?? []) : this.#live()));
  readonly #all = computed(() => groupFailures(this.#failures()));

  /** How many there are, and among what. */
  protected readonly note = computed(() => {
    const count = this.#failures().length;
    if (!this.#past())
      return `${formatCount(count)} among the last ${formatCount(this.#store.feed().size)} events`;
    if (this.answer.value() === null) return 'reading…';
    return count < MOST_FAILURES ? `${formatCount(count)} in this time` : `the last ${formatCount(count)}`;
  });
  protected readonly problem = computed(() => (this.#past() ? this.answer.problem() : ''));
  protected readonly isKnown = computed(() => !this.#past() || this.answer.value() !== null);
  protected readonly groups = computed(() =>
    this.#all()
      .slice(0, SHOWN)
      .map((group) => ({ ...group, look: failureLookOf(group.kind), agent: this.#agentOf(group) })),
  );
  protected readonly callLink = callLink;
  protected readonly formatCount = formatCount;

  protected ago(group: FailureGroup): string {
    const { timestamp } = group.latest;
    const now = this.#time.second();
    return this.#past() ? formatMoment(timestamp, now) : formatAgo(Date.parse(timestamp), now);
  }

  #agentOf({ sessions, latest }: FailureGroup): string {
    const name = this.#agents.nameOf(latest.sessionId);
    return sessions === 1 ? name : `${name} +${formatCount(sessions - 1)}`;
  }
}
