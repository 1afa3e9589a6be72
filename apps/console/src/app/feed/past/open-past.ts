import type { EventId } from '#contract';

import type { HistoryApi, HistoryChoice } from '../../api/routes/history-api.ts';
import { rowEventOf } from '../../live/core/row-event.ts';
import type { FeedChoice } from '../rows/feed-choice.ts';
import type { KeptRows } from '../rows/kept-rows.ts';
import { RowFold } from '../rows/row-fold.ts';
import { PAGE_EVENTS, PastWindow } from './past-window.ts';

/** A call is remembered over so many events that were read from the log. */
export const SPAN = 80 * PAGE_EVENTS;

/**
 * A window of the log within the range of the choice, or below the rows of the live feed, which `kept` returns once a
 * page is read.
 */
export function openPast(
  history: HistoryApi,
  choice: FeedChoice,
  ceiling: EventId | null,
  kept: () => KeptRows | null,
): PastWindow {
  const asked: HistoryChoice = { ...choice.range(), filter: choice.rowFilter() };
  const newFold = new RowFold({ folds: choice.folds(), selects: () => true, span: SPAN });
  let fold: RowFold | undefined;
  return new PastWindow({
    ceiling,
    read: async (page, signal) => (await history.read({ ...asked, ...page }, signal)).map(rowEventOf),
    rowsOf: (events) => {
      const known = (fold ??= kept()?.fold.forOlder(SPAN) ?? newFold);
      return events.flatMap((event) => known.add({ kind: 'event', key: event.id, event }, -1) ?? []);
    },
  });
}
