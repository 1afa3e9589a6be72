import {
  emptySummary,
  foldSummary,
  mergeSummary,
  type EventFilter,
  type EventId,
  type EventSummary,
  type SummaryForm,
  type SummaryOf,
} from '#contract';
import { slicesOf, type PageReader } from './read-slices.ts';

/** A request for a summary of the events up to and including `upTo` that match the filter. */
export interface SummaryRequest<F extends SummaryForm = SummaryForm> {
  form: F;
  upTo: EventId;
  filter?: EventFilter;
  /** Ends the work when it aborts: nobody waits for the summary, which is then incomplete. */
  signal?: AbortSignal | undefined;
}

/** A summary of consecutive events. */
export interface SummaryPart {
  summary: EventSummary;
  /** The position after which the next part begins; missing after the last part. */
  rest?: EventId;
}

/** Merges the parts of a summary; `partAfter` returns the one that begins after a position. */
export async function summarizeParts<F extends SummaryForm>(
  { form, signal }: SummaryRequest<F>,
  start: EventId,
  partAfter: (position: EventId) => Promise<SummaryPart>,
): Promise<SummaryOf<F>> {
  const whole: EventSummary = emptySummary(form);
  for (let position: EventId | undefined = start; position !== undefined;) {
    const part: SummaryPart = await partAfter(position);
    mergeSummary(whole, part.summary);
    // No earlier part can hold the starts of these calls.
    if (whole.kind === 'range') whole.ended.clear();
    position = signal?.aborted ? undefined : part.rest;
  }
  return whole as SummaryOf<F>;
}

/** Summarises one page, in slices between which the thread does other work. */
export async function summarizePage(
  reader: PageReader,
  after: EventId,
  { form, upTo, filter }: SummaryRequest,
): Promise<SummaryPart> {
  const { events, last, isFull } = await reader.readPage({ after, upTo, ...(filter && { filter }) });
  const summary = emptySummary(form);
  for await (const slice of slicesOf(events)) for (const { event } of slice) foldSummary(summary, event);
  return { summary, ...(isFull && last !== undefined && { rest: last }) };
}
