// Types only: the worker runs on its own, and must find nothing to load but what Node brings along.
import type { EventFilter } from '#contract';

/** One row of `events`. The JSON holds the whole event; the columns are what filters look at. */
export interface EventRow {
  id: number;
  /** Milliseconds since 1970. */
  time: number;
  type: string;
  tenant: string;
  session: string;
  tool: string | null;
  json: string;
}

/** What a reader gets back: enough to frame the event without parsing it. */
export type StoredRow = Pick<EventRow, 'id' | 'type' | 'json'>;

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

/** Rows after `after`, up to and with `last`, that could not be kept. */
export interface LostRows {
  after: number;
  last: number;
}

export interface RowsRequest {
  after?: number;
  before?: number;
  limit: number;
  filter?: EventFilter;
}

/** Rows of a page, oldest first. */
export interface FoundRows {
  rows: StoredRow[];
  /**
   * The page is not full yet, but was work enough for once: it goes on after this row, or before it for a page
   * without `after`. Commits have their turn between.
   */
  rest?: number;
}

/** Rows that are wanted as frames: as many as make a page, from the first after `after`. */
export interface FramesRequest {
  after: number;
  upTo: number;
  filter?: EventFilter;
}

/** Whole frames of the stream, in UTF-8. The bytes change hands: they are not copied from thread to thread. */
export interface FramedRows {
  frames: Uint8Array<ArrayBuffer>;
  /** How far the page reaches: its last row, or beyond where nothing more was found; missing when there is none. */
  last?: number;
  /** More may follow after `last`. */
  isFull: boolean;
}

/** What the worker can be asked: argument and result by name. */
export interface SqliteCalls {
  open: { argument: SqliteOptions; result: SqliteState };
  /** `events` are packed. Resolves with the position before the oldest event that is held. */
  append: { argument: { events: string; lost: LostRows[] }; result: number };
  read: { argument: RowsRequest; result: FoundRows & { start: number } };
  readFrames: { argument: FramesRequest; result: FramedRows & { start: number } };
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

/** `errcode` is SQLite's own result code, when the fault came from there. */
export type SqliteReply =
  { seq: number; result: unknown } | { seq: number; error: { message: string; errcode?: number } };
