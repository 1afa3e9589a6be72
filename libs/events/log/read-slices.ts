import { setImmediate } from 'node:timers/promises';
import type { EventFilter, EventId } from '#contract';
import type { EncodedEvents } from '../encoding/encoded-events.ts';
import type { EventPage } from '../encoding/event-batch.ts';
import type { LoggedEvent } from '../encoding/logged-event.ts';

/** Number of events that are parsed and folded in about a millisecond. */
const SLICE_EVENTS = 250;

/** Events after one id, up to and including another, that match a filter. */
export interface SliceRequest {
  after: EventId;
  upTo: EventId;
  filter?: EventFilter;
}

/** Reads the pages of a log or of a store. */
export interface PageReader {
  readPage(request: SliceRequest): Promise<EventPage>;
}

/** Reads events, oldest first, in slices between which the thread does other work. */
export async function* readSlices(
  reader: PageReader,
  { after, ...range }: SliceRequest,
): AsyncGenerator<LoggedEvent[], void> {
  for (let position: EventId | undefined = after; position !== undefined;) {
    const page: EventPage = await reader.readPage({ ...range, after: position });
    yield* slicesOf(page.events);
    position = page.isFull ? page.last : undefined;
  }
}

/** The events of a page in slices. It releases the memory of the page. */
export async function* slicesOf(page: EncodedEvents): AsyncGenerator<LoggedEvent[], void> {
  const events = page.toArray();
  page.release();
  for (let first = 0; first < events.length; first += SLICE_EVENTS) {
    yield events.slice(first, first + SLICE_EVENTS);
    await setImmediate();
  }
}
