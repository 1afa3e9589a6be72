import { computed, inject, linkedSignal, type Signal } from '@angular/core';
import type { EventOf } from '#contract';

import { chooseRows, NOTHING_CHOSEN, type ChosenRows } from '../feed/chosen-rows.ts';
import type { FeedItem } from '../live/feed/feed-item.ts';
import { LiveStore, type FeedExtent } from '../picture/live-store.ts';
import { isFailure } from './failure-groups.ts';

/** The failures among the events that the live feed keeps, newest first. To be called where Angular injects. */
export function liveFailures(): Signal<EventOf<'tool:error'>[]> {
  const store = inject(LiveStore);
  const chosen = linkedSignal<FeedExtent, ChosenRows>({
    source: store.feed,
    computation: (feed, last) =>
      chooseRows(
        last?.value ?? NOTHING_CHOSEN,
        { ...feed, newest: (from, to) => store.rows(from, to) },
        isFailedCall,
      ),
  });
  return computed(
    () =>
      chosen()
        .rows.flatMap(({ item }) => (item.kind === 'event' && isFailure(item.event) ? [item.event] : []))
        .toReversed(),
    // Most repaints bring no failure.
    { equal: (a, b) => a.length === b.length && a[0] === b[0] },
  );
}

function isFailedCall(item: FeedItem): boolean {
  return item.kind === 'event' && isFailure(item.event);
}
