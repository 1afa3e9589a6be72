// What the two threads of the log say to each other.
import type { EventFilter } from '#contract';

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
  /** Under which names its block is to be found: of sessions and tools. */
  names: string[];
  /** The frames of the events, in their order. */
  frames: string;
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

/** Events after `after`, up to and with `last`, that could not be kept. */
export interface LostRows {
  after: number;
  last: number;
}

/** Events between two others, both of them left out, or up to and with one, and what they have to match. */
export interface IdRange {
  after?: number;
  before?: number;
  upTo?: number;
  filter?: EventFilter;
}

export interface ReadFramesRequest extends IdRange {
  limit: number;
}

/** The frames of what was found, oldest first. */
export interface FoundFrames {
  frames: string;
  /**
   * There may be more, but it was work enough for once: it goes on after this id, or before it for a request
   * without `after`. Commits have their turn between.
   */
  rest?: number;
}

/** Events that are wanted as frames: as many as make a page, from the first after `after`. */
export interface FramesRequest extends IdRange {
  after: number;
  upTo: number;
}

/** Whole frames of the stream, in UTF-8. The bytes change hands: they are not copied from thread to thread. */
export interface FramedPage {
  frames: Uint8Array<ArrayBuffer>;
  /** How far the page reaches: up to here, nothing more was found; missing when nothing was looked at. */
  last?: number;
  /** More may follow after `last`. */
  isFull: boolean;
}

/** What the worker can be asked: argument and result by name. */
export interface SqliteCalls {
  open: { argument: SqliteOptions; result: SqliteState };
  /** Resolves with the position before the oldest event that is held. */
  append: { argument: { batches: Batch[]; lost: LostRows[] }; result: number };
  read: { argument: ReadFramesRequest; result: FoundFrames & { start: number } };
  readPage: { argument: FramesRequest; result: FramedPage & { start: number } };
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
