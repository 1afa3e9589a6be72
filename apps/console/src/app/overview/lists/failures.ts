import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';

import { AgentNames } from '../../agents/agent-names.ts';
import { toolTerm } from '../../analysis/links/event-links.ts';
import { callLink } from '../../call/call-link.ts';
import { failureLookOf } from '../../call/call-look.ts';
import { LiveStore } from '../../picture/live-store.ts';
import { PictureTime } from '../../picture/picture-time.ts';
import { exactTime, formatWhen } from '../../time/when.ts';
import { CountLink, type CountQuery } from '../../ui/count-link.ts';
import { Icon } from '../../ui/icons/icon.ts';
import { formatCount } from '../../ui/numbers.ts';
import { rangeLink } from '../figures/card.ts';
import { groupFailures, type RecentFailures } from '../answers/failure-groups.ts';
import { liveFailures } from './live-failures.ts';
import { MOST_FAILURES, OverviewAnswers } from '../answers/overview-answers.ts';
import { OverviewWindow } from '../answers/overview-window.ts';

/** Maximum number of groups shown. */
const SHOWN = 30;

/** The newest failures, alike ones as one: of the live feed, or of a past range and its filter. */
@Component({
  selector: 'app-failures',
  imports: [CountLink, Icon, RouterLink],
  templateUrl: './failures.html',
  styleUrl: './failures.css',
})
export class Failures {
  readonly #store = inject(LiveStore);
  readonly #agents = inject(AgentNames);
  readonly #time = inject(PictureTime);
  readonly #window = inject(OverviewWindow);
  readonly #past = this.#window.past;
  readonly #live = liveFailures();
  readonly #answers = inject(OverviewAnswers);
  protected readonly answer = computed(() =>
    this.#past() ? this.#answers.failures : this.#answers.earlierFailures,
  );
  /** The failures that the server has found; null until they are there. */
  readonly #read = computed(() => {
    if (this.#past()) return this.#answers.failures.value();
    if (this.#answers.beginning() === null) return [];
    const earlier = this.#answers.earlierFailures;
    return earlier.isStale() ? null : earlier.value();
  });
  readonly #failures = computed(() => [...(this.#past() ? [] : this.#live()), ...(this.#read() ?? [])]);
  readonly #all = computed(() => groupFailures(this.#failures()));

  /** How many there are, and among what. */
  protected readonly note = computed(() => {
    const read = this.#read();
    if (read === null) return 'reading…';
    const count = formatCount(this.#failures().length);
    if (read.length === MOST_FAILURES) return `the last ${count}`;
    if (this.#past()) return `${count} in this time`;
    if (this.#answers.beginning() !== null) return `${count} in the log`;
    return `${count} among the last ${formatCount(this.#store.feed().size)} events`;
  });
  protected readonly isKnown = computed(() => this.#read() !== null);
  protected readonly groups = computed(() =>
    this.#all()
      .slice(0, SHOWN)
      .map((group) => ({
        ...group,
        text: group.count === 1 ? group.latest.data.error : group.message,
        look: failureLookOf(group.kind),
        agent: this.#agentOf(group),
        all: this.#linkTo(group),
      })),
  );
  protected readonly exactTime = exactTime;
  protected readonly callLink = callLink;
  protected readonly formatCount = formatCount;

  protected when({ latest }: RecentFailures): string {
    return formatWhen(latest.timestamp, this.#time.second());
  }

  /** All of a group, in the feed. */
  #linkTo({ tool, kind, key, from, to }: RecentFailures): CountQuery {
    const after = new Date(Date.parse(to) + 1).toISOString();
    const terms = [toolTerm(tool) ?? '', `kind:${kind}`, `group:${key}`];
    return rangeLink({ from, to: after }, this.#window.filter(), ...terms).query;
  }

  #agentOf({ sessions, latest }: RecentFailures): string {
    const name = this.#agents.nameOf(latest.sessionId);
    return sessions === 1 ? name : `${name} +${formatCount(sessions - 1)}`;
  }
}
