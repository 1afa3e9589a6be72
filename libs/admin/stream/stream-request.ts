import type { Request } from 'express';
import type { EventFilter, EventId } from '#contract';
import {
  FILTER_PARAMETERS,
  readEventId,
  readFilter,
  readNumber,
  readText,
  requireKnown,
} from '../read/query.ts';

/** The most events that `?replay=` brings back. */
const MAX_REPLAY = 1_000;

/** What a client asks of the stream. */
export interface StreamRequest {
  filter: EventFilter;
  /** The client's last event: the stream follows on from it. */
  after?: EventId;
  /** For a first connection: begin with the last so many events. */
  replay?: number;
}

/** Reads headers and query; throws 400 with a code for what is malformed. */
export function readStreamRequest(request: Request, tenantId: string | null): StreamRequest {
  const { query } = request;
  requireKnown(query, ['lastEventId', 'replay', ...FILTER_PARAMETERS]);
  // The header wins: the browser sends it when it comes back, with the URL of its first connection.
  const header = readEventId(request.header('last-event-id') || undefined, 'Last-Event-ID');
  const after = header ?? readEventId(readText(query, 'lastEventId'), 'lastEventId');
  const replay = readNumber(query, 'replay', 0, MAX_REPLAY);
  return {
    filter: readFilter(query, tenantId),
    ...(after !== undefined && { after }),
    ...(replay !== undefined && { replay }),
  };
}
