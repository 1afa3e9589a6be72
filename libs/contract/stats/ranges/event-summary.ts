import type { CrowsnestEvent } from '../../events/event.ts';
import { emptyRange, foldRange, mergeRange, type RangeTotals } from './range-totals.ts';
import { emptySeries, foldStep, mergeSeries, type SeriesTotals } from './step-totals.ts';

/** What events are summarised to: one range with its tools, or steps of time. */
export type SummaryForm = { kind: 'range' } | { kind: 'series'; stepMs: number };

/** Counters of events: a value that can be folded in pieces, sent between threads, and merged. */
export type EventSummary = RangeTotals | SeriesTotals;

/** The summary of a form. */
export type SummaryOf<F extends SummaryForm> = Extract<EventSummary, Pick<F, 'kind'>>;

/** The summary of no events. */
export function emptySummary<F extends SummaryForm>(form: F): SummaryOf<F>;
export function emptySummary(form: SummaryForm): EventSummary {
  return form.kind === 'range' ? emptyRange() : emptySeries(form.stepMs);
}

/** Folds the next event into a summary. */
export function foldSummary(summary: EventSummary, event: CrowsnestEvent): void {
  if (summary.kind === 'range') foldRange(summary, event);
  else foldStep(summary, event);
}

/** Adds the summary of the events that follow. Throws for one of another kind. */
export function mergeSummary(into: EventSummary, next: EventSummary): void {
  if (into.kind === 'range' && next.kind === 'range') mergeRange(into, next);
  else if (into.kind === 'series' && next.kind === 'series') mergeSeries(into, next);
  else throw new TypeError(`A ${next.kind} is not part of a ${into.kind}`);
}
