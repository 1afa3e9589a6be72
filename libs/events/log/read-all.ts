import type { EventId } from '#contract';
import type { LoggedEvent } from '../encoding/logged-event.ts';
import type { RangeRequest, ReadRequest } from './event-log.ts';

/** A part of a read. A store looks at a bounded number of events at a time, so that nobody waits long for it. */
export interface ReadSlice {
  /** Matching events, oldest first. */
  events: LoggedEvent[];
  /**
   * Where the next slice continues: after this id, or before it if the request has no `after`. Missing when the read is
   * complete.
   */
  rest?: EventId;
}

/** Reads slice by slice until the limit is reached or nothing is left. */
export async function readAll(
  readSlice: (request: RangeRequest) => Promise<ReadSlice>,
  { signal, ...request }: ReadRequest,
): Promise<LoggedEvent[]> {
  let found: LoggedEvent[] = [];
  for (let next: RangeRequest = request; ;) {
    const { events, rest } = await readSlice(next);
    found = request.after === undefined ? [...events, ...found] : [...found, ...events];
    if (rest === undefined || found.length >= request.limit || signal?.aborted) return found;
    const place = request.after === undefined ? { before: rest } : { after: rest };
    next = { ...request, ...place, limit: request.limit - found.length };
  }
}
