/** Maximum number of events in one request to `POST /ingest`. */
export const MAX_INGEST_EVENTS = 1_000;

/** Maximum size of such a request, in bytes. */
export const MAX_INGEST_BYTES = 4 * 1024 * 1024;

/** Milliseconds without a request after which the sessions of a source expire. A request without events is a sign of life. */
export const SOURCE_SILENT_MS = 60_000;

/** The event types that an observer outside may send. */
export const INGEST_TYPES = [
  'session:open',
  'session:close',
  'session:expired',
  'tool:start',
  'tool:done',
  'tool:error',
  'tool:progress',
] as const;

/** One of the types. */
export type IngestType = (typeof INGEST_TYPES)[number];

/** The body of `POST /ingest`. */
export interface IngestRequest {
  /** Names one life of the process that is observed: 1 to 100 of `A-Z a-z 0-9 . _ -`. */
  source: string;
  /** At most {@link MAX_INGEST_EVENTS}. */
  events: IngestEvent[];
}

/** One event of an observer outside. */
export interface IngestEvent {
  /** 1 for the first event of the source, and one more for each. A number that was sent before changes nothing. */
  seq: number;
  type: IngestType;
  /** The session as the source knows it. */
  sessionId: string;
  /** When it happened: ISO 8601, UTC. */
  timestamp: string;
  /** As in an event of this type, with the ids that the source knows. */
  data: object;
}

/** 202 of `POST /ingest`: the accepted events are in the log. */
export interface IngestAnswer {
  accepted: number;
  /** Number of events that were sent before. */
  duplicate: number;
  /** The events that are not taken, and why. To send them again is of no use. */
  rejected: { seq: number; message: string }[];
}
