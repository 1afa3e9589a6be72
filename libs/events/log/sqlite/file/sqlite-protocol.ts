// The messages between the two threads of the log.
import type { EventFilter, MissingEvents } from '#contract';

/** One row of `batches`: events that were committed together and follow on from each other. */
export interface Batch {
  /** The id of the first event. */
  first: number;
  /** The id of the last event. */
  last: number;
  /** How many events it holds: ids between the first and the last may be missing. */
  count: number;
  /** When the last event was stamped, in milliseconds since 1970. */
  time: number;
  /** The names by which its block is found: of sessions and of tools. */
  names: string[];
  /** The JSON of the events in their order, one a line. */
  lines: string;
}

export interface SqliteOptions {
  path: string;
  maxEvents: number;
  maxAgeMs: number;
}

/** Where the file begins and ends, and when it was made. */
export interface SqliteState {
  start: number;
  last: number;
  since: string;
  lost: LostRows[];
}

/** Events after `after`, up to and including `last`, that could not be kept. */
export interface LostRows extends MissingEvents {
  after: number;
  last: number;
}

/** A range of ids, `after` and `before` exclusive, `upTo` inclusive, and the filter that its events match. */
export interface IdRange {
  after?: number;
  before?: number;
  upTo?: number;
  filter?: EventFilter;
}

export interface ReadLinesRequest extends IdRange {
  limit: number;
}

/** The JSON of the events found, oldest first, one a line. */
export interface FoundLines {
  lines: string;
  /**
   * Set when there may be more and one read has done its share of work, so that commits get their turn: where to go
   * on, after this id, or before it for a request without `after`.
   */
  rest?: number;
}

/** A request for a page: the first events after `after`. */
export interface PageRequest extends IdRange {
  after: number;
  upTo: number;
}

/** The JSON of events, one a line, in UTF-8. The bytes are transferred between the threads, not copied. */
export interface LinePage {
  lines: Uint8Array<ArrayBuffer>;
  count: number;
  /** How far the page reaches: up to here nothing more matches. Missing when nothing was looked at. */
  last?: number;
  /** More may follow after `last`. */
  isFull: boolean;
}

/** The calls that the worker answers, with argument and result. */
export interface SqliteCalls {
  open: { argument: SqliteOptions; result: SqliteState };
  /** Resolves with the position before the oldest event that is held. */
  append: { argument: { batches: Batch[]; lost: LostRows[] }; result: number };
  read: { argument: ReadLinesRequest; result: FoundLines & { start: number } };
  readPage: { argument: PageRequest; result: LinePage & { start: number } };
  has: { argument: number; result: boolean };
  loadCheckpoint: { argument: string; result: { asOf: number; value: string } | undefined };
  saveCheckpoint: { argument: { name: string; asOf: number; value: string }; result: undefined };
  close: { argument: undefined; result: undefined };
}

export type SqliteCall = keyof SqliteCalls;

export interface SqliteRequest<C extends SqliteCall = SqliteCall> {
  seq: number;
  call: C;
  argument: SqliteCalls[C]['argument'];
}

/** `errcode` is SQLite's result code where the error came from SQLite. */
export type SqliteReply =
  { seq: number; result: unknown } | { seq: number; error: { message: string; errcode?: number } };
