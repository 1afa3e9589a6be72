import { Component, computed, inject, linkedSignal } from '@angular/core';
import { RouterLink } from '@angular/router';

import { chooseRows, NOTHING_CHOSEN, type ChosenRows } from '../feed/chosen-rows.ts';
import { callLink } from '../call/call-link.ts';
import { failureLookOf } from '../call/call-look.ts';
import type { FeedItem } from '../live/feed/feed-item.ts';
import { LiveStore, type FeedExtent } from '../picture/live-store.ts';
import { PictureTime } from '../picture/picture-time.ts';
import { formatAgo } from '../time/times.ts';
import { Icon } from '../ui/icon.ts';
import { formatCount } from '../ui/numbers.ts';
import { groupFailures, isFailure, type FailureGroup } from './failure-groups.ts';

/** Maximum number of groups shown. */
const SHOWN = 30;

/** The newest failures among the events that the feed keeps, alike ones as one. */
@Component({
  selector: 'app-failures',
  imports: [Icon, RouterLink],
  templateUrl: './failures.html',
  styleUrl: './failures.css',
})
export class Failures {
  readonly #store = inject(LiveStore);
  readonly #time = inject(PictureTime);
  readonly #chosen = linkedSignal<FeedExtent, ChosenRows>({
    source: this.#store.feed,
    computation: (feed, last) =>
      chooseRows(
        last?.value ?? NOTHING_CHOSEN,
        { ...feed, newest: (from, to) => this.#store.rows(from, to) },
        isFailedCall,
      ),
  });
  readonly #failures = computed(
    () =>
      this.#chosen()
        .rows.flatMap(({ item }) => (item.kind === 'event' && isFailure(item.event) ? [item.event] : []))
        .toReversed(),
    // Most repaints bring no failure.
    { equal: (a, b) => a.length === b.length && a[0] === b[0] },
  );
  readonly #all = computed(() => groupFailures(this.#failures()));

  protected readonly count = computed(() => this.#failures().length);
  protected readonly kept = computed(() => this.#store.feed().size);
  protected readonly groups = computed(() => {
    this.#store.listings();
    return this.#all()
      .slice(0, SHOWN)
      .map((group) => ({ ...group, look: failureLookOf(group.kind), agent: this.#agentOf(group) }));
  });
  protected readonly callLink = callLink;
  protected readonly formatCount = formatCount;

  protected ago(group: FailureGroup): string {
    return formatAgo(Date.parse(group.latest.timestamp), this.#time.second());
  }

  #agentOf({ sessions, latest }: FailureGroup): string {
    const name = this.#store.session(latest.sessionId)?.client.name ?? latest.sessionId;
    return sessions === 1 ? name : `${name} +${formatCount(sessions - 1)}`;
  }
}

function isFailedCall(item: FeedItem): boolean {
  return item.kind === 'event' && isFailure(item.event);
}
