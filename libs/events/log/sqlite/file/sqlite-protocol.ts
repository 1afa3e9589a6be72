// The messages between the two threads of the log.
import type { EventFilter, EventSummary, MissingEvents, SummaryForm } from '#contract';
import type { IndexedEvents } from '../index/sqlite-blocks.ts';
import type { SessionChange } from '../../../encoding/session-changes.ts';

/** One row of `batches`: consecutive events that were committed together. */
export interface Batch extends IndexedEvents {
  /** The id of the last event. */
  last: number;
  /** Number of events. It can be less than `last - first + 1`, because ids may be missing in between. */
  count: number;
  /** When the last event was stamped, in milliseconds since 1970. */
  time: number;
  /** The sessions that begin or end with it, in order. */
  sessions: SessionChange[];
  /** The JSON of the events in order, one per line. */
  lines: string;
}

/** How the thread of a log opens its file. */
export interface SqliteOptions {
  path: string;
  maxEvents: number;
  maxAgeMs: number;
  /** How long payloads are kept, if that is not as long as their events. */
  payloadMaxAgeMs?: number | undefined;
  /** How long audited events are kept. */
  auditMaxAgeMs?: number | undefined;
}

/** A request to erase payloads of calls from events after `after`. */
export interface EraseRequest {
  after: number;
  callIds: readonly string[];
  /** The first and the last event that may have one of them; all events, if it is missing. */
  within?: { first: number; last: number };
}

/** What was looked at to erase payloads: events up to `rest`, or all of them. */
export interface ErasedPart {
  rest?: number;
}

/** The state of the file when it was opened: its range, when it was created, and what was lost. */
export interface SqliteState {
  start: number;
  last: number;
  since: string;
  lost: LostRows[];
}

/** Events after `after`, up to and including `last`, that could not be stored. */
export interface LostRows extends MissingEvents {
  after: number;
  last: number;
}

/** A range of ids (`after` and `before` exclusive, `upTo` inclusive), and the filter that its events must match. */
export interface LineRange {
  after?: number;
  before?: number;
  upTo?: number;
  filter?: EventFilter;
}

/** Which events are read, and how many at most. */
export interface ReadLinesRequest extends LineRange {
  limit: number;
}

/** The JSON of the events found, oldest first, one per line. */
export interface FoundLines {
  lines: string;
  /**
   * Where to continue: after this id, or before it if the request has no `after`. Set when there may be more, but the
   * read stopped at its maximum work so that commits get their turn.
   */
  rest?: number;
}

/** A request for a page: the first events after `after`. */
export interface LinePageRequest extends LineRange {
  after: number;
  upTo: number;
}

/** The JSON of events, one per line, in UTF-8. The bytes are transferred between the threads, not copied. */
export interface LinePage {
  lines: Uint8Array<ArrayBuffer>;
  count: number;
  /** Whether none of the events holds arguments or a result. If false, one of them may. */
  isPayloadFree: boolean;
  /** Nothing up to this id matches beyond what the page holds. Missing when nothing was read. */
  last?: number;
  /** Whether more may follow after `last`. */
  isFull: boolean;
}

/** A request for a summary of the events after `after`, up to and including `upTo`. */
export interface SummarizeRequest extends LinePageRequest {
  form: SummaryForm;
}

/** A summary of the first of the events, up to and including `rest`; of all of them if that is missing. */
export interface SummaryLines {
  summary: EventSummary;
  rest?: number;
}

/** A state of a projection, as JSON. */
export interface StateRow {
  asOf: number;
  value: string;
}

/** The calls that the worker answers, with their argument and result. */
export interface SqliteCalls {
  open: { argument: SqliteOptions; result: SqliteState };
  /** Resolves with the position before the oldest stored event. */
  append: { argument: { batches: Batch[]; lost: LostRows[] }; result: number };
  read: { argument: ReadLinesRequest; result: FoundLines & { start: number } };
  readPage: { argument: LinePageRequest; result: LinePage & { start: number } };
  summarize: { argument: SummarizeRequest; result: SummaryLines & { start: number } };
  has: { argument: number; result: boolean };
  /** Answers with the JSON of audited events, one per line. */
  readAudit: { argument: Omit<ReadLinesRequest, 'filter'>; result: string };
  erasePayloads: { argument: EraseRequest; result: ErasedPart };
  dropEvents: { argument: { ids: number[]; lost: LostRows[] }; result: undefined };
  loadCheckpoint: { argument: string; result: StateRow | undefined };
  saveCheckpoint: { argument: StateRow & { name: string }; result: undefined };
  keepCheckpoints: { argument: string[]; result: undefined };
  keepState: { argument: StateRow & { name: string }; result: undefined };
  stateAt: { argument: { name: string; id: number }; result: StateRow | undefined };
  oldestState: { argument: string; result: StateRow | undefined };
  close: { argument: undefined; result: undefined };
}

/** What the thread can be asked for. */
export type SqliteCall = keyof SqliteCalls;

/** A message to the thread. */
export interface SqliteRequest<C extends SqliteCall = SqliteCall> {
  seq: number;
  call: C;
  argument: SqliteCalls[C]['argument'];
}

/** `errcode` is SQLite's result code, if the error came from SQLite. */
export type SqliteReply =
  { seq: number; result: unknown } | { seq: number; error: { message: string; errcode?: number } };
