import type { Request } from 'express';
import type { EventFilter, EventId } from '#contract';
import type { AdminPrincipal } from '#edge';
import type { AskedFor } from '../read/asked.decorator.ts';
import { eventId, FILTER_PARAMETERS, PAYLOADS_PARAMETERS, wholeNumber } from '../read/parameters.ts';
import { eventFilterOf, readQuery, showsPayloads } from '../read/query.ts';

/** Maximum number of events that `?replay=` brings back. */
const MAX_REPLAY = 1_000;

const HEADER = 'Last-Event-ID';
const HEADERS = { [HEADER]: eventId.optional() };
/** The parameters of the stream. */
export const STREAM_PARAMETERS = {
  lastEventId: eventId.optional().describe('As the header Last-Event-ID, for a first connection.'),
  replay: wholeNumber(0, MAX_REPLAY)
    .optional()
    .describe(`How many of the last events to begin with, at most ${MAX_REPLAY}.`),
  ...FILTER_PARAMETERS,
  ...PAYLOADS_PARAMETERS,
};

/** What a client asks of the stream. */
export interface StreamRequest {
  filter: EventFilter;
  /** Whether the client is sent arguments and results. */
  showsPayloads: boolean;
  /** The client's last event: the stream follows on from it. */
  after?: EventId;
  /** For a first connection: begin with the last so many events. */
  replay?: number;
}

/** Completes what the query asks for by the headers; throws 400 with a code for what is malformed. */
export function readStreamRequest(
  asked: AskedFor<typeof STREAM_PARAMETERS>,
  request: Request,
  admin: AdminPrincipal,
): StreamRequest {
  // The header wins: the browser sends it when it comes back, with the URL of its first connection.
  const header = readQuery(HEADERS, { [HEADER]: request.header(HEADER) || undefined })[HEADER];
  const after = header ?? asked.lastEventId;
  const { replay } = asked;
  return {
    filter: eventFilterOf(asked, admin),
    showsPayloads: showsPayloads(asked, admin),
    ...(after !== undefined && { after }),
    ...(replay !== undefined && { replay }),
  };
}
