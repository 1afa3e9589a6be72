import type { Request } from 'express';
import type { EventFilter, EventId } from '#contract';
import type { AdminPrincipal } from '#edge';
import { eventId, FILTER_PARAMETERS, PAYLOADS_PARAMETERS, wholeNumber } from '../read/parameters.ts';
import { eventFilterOf, readQuery, showsPayloads } from '../read/query.ts';

/** Maximum number of events that `?replay=` brings back. */
const MAX_REPLAY = 1_000;

const HEADER = 'Last-Event-ID';
const HEADERS = { [HEADER]: eventId.optional() };
const PARAMETERS = {
  lastEventId: eventId.optional(),
  replay: wholeNumber(0, MAX_REPLAY).optional(),
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

/** What a stream is opened for. */
export interface StreamOrder extends StreamRequest {
  /** Called once, before the first arguments or results are sent. */
  beforePayloads?: () => void;
}

/** Reads headers and query; throws 400 with a code for what is malformed. */
export function readStreamRequest(request: Request, admin: AdminPrincipal): StreamRequest {
  const asked = readQuery(PARAMETERS, request.query);
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
