import { compareEventIds, type EventFilter, type EventId } from '#contract';
import { readHistory, type EventLog, type LoggedEvent } from '#events';

/** Number of events of a page, which is all that an export holds in memory. */
const PAGE_EVENTS = 250;

/** Which events to export: those between two ids that match. */
export interface ExportRequest {
  after?: EventId;
  before?: EventId;
  filter: EventFilter;
  /** Whether arguments and results are exported. */
  showsPayloads: boolean;
  /** Ends the export when it aborts. */
  signal: AbortSignal;
}

/** The events of an export, page by page, up to the one that is the last when it begins. */
export async function* exportedPages(
  log: EventLog,
  { after = '0' as EventId, before, filter, showsPayloads, signal }: ExportRequest,
): AsyncGenerator<LoggedEvent[], undefined> {
  const { last } = log;
  let position = after;
  while (!signal.aborted && compareEventIds(position, last) < 0) {
    const range = { after: position, ...(before !== undefined && { before }) };
    const page = await readHistory(log, { ...range, limit: PAGE_EVENTS, filter, signal });
    const events = page.filter(({ id }) => compareEventIds(id, last) <= 0);
    if (events.length > 0) yield showsPayloads ? events : events.map((event) => event.withHiddenPayload());
    position = page.length < PAGE_EVENTS ? last : (page.at(-1)?.id ?? last);
  }
  return undefined;
}
