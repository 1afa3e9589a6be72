import { computed, inject, linkedSignal, type Signal } from '@angular/core';

import { chooseRows, NOTHING_CHOSEN, type ChosenRows } from '../../feed/chosen-rows.ts';
import { ActiveFilter } from '../../filter/active-filter.ts';
import type { FeedItem } from '../../live/feed/feed-item.ts';
import { LiveStore, type FeedExtent } from '../../picture/live-store.ts';
import { isFailure, type Failure } from '../answers/failure-groups.ts';

interface Choice {
  feed: FeedExtent;
  selects: ReturnType<ActiveFilter['selects']>;
}

/**
 * The failures among the events that the live feed keeps and the filter selects, newest first. To be called where Angular
 * injects.
 */
export function liveFailures(): Signal<Failure[]> {
  const store = inject(LiveStore);
  const filter = inject(ActiveFilter);
  const chosen = linkedSignal<Choice, ChosenRows>({
    source: () => ({ feed: store.feed(), selects: filter.selects() }),
    computation: ({ feed, selects }, last) =>
      chooseRows(
        last && last.source.selects === selects ? last.value : NOTHING_CHOSEN,
        { ...feed, newest: (from, to) => store.rows(from, to) },
        (item) => failuresOf(item).some((failure) => selects?.(failure) ?? true),
      ),
  });
  return computed(
    () =>
      chosen()
        .rows.flatMap(({ item }) => failuresOf(item))
        .toReversed(),
    // Most repaints bring no failure.
    { equal: (a, b) => a.length === b.length && a[0] === b[0] },
  );
}

function failuresOf(item: FeedItem): Failure[] {
  return item.kind === 'event' && isFailure(item.event) ? [item.event] : [];
}
