import type { DatabaseSync } from 'node:sqlite';
import type { FramedRows, FramesRequest } from './sqlite-protocol.ts';
import { conditionOn, PreparedStatements } from './sqlite-statements.ts';

/** The size of a page of frames, in bytes, about. */
const PAGE_BYTES = 512 * 1024;
/** The most events of a page, and the fewest that it stops at. */
const MOST_EVENTS = 2_000;
const FEWEST_EVENTS = 50;
/** How large an event is taken to be before any was seen, in bytes. */
const CAUTIOUS_BYTES = 2_048;

/** A frame as the stream sends it. JSON in one line, as it is stored, has neither line breaks nor NUL in it. */
const FRAME = 'id: %d\nevent: %s\ndata: %s\n\n';

/**
 * Reads rows as one piece of bytes that is ready to be sent. SQLite itself puts the frames together, so that
 * no event of a page becomes an object, neither here nor on the thread that serves.
 */
export class RowFramer {
  readonly #statements: PreparedStatements;
  #bytesPerEvent = CAUTIOUS_BYTES;

  constructor(db: DatabaseSync) {
    this.#statements = new PreparedStatements(db);
  }

  /** The frames of the first rows after a position: as many as make a page. */
  read(request: FramesRequest): FramedRows {
    const limit = this.#limit;
    const { where, parameters } = conditionOn(request);
    // Concatenated in the order of the rows that are selected: SQLite keeps that of a limited subquery.
    const row = this.#statements
      .get(
        `SELECT count(*) AS count, max(id) AS last, CAST(group_concat(frame, '') AS BLOB) AS frames
         FROM (SELECT id, printf(?, id, type, json) AS frame FROM events ${where} ORDER BY id LIMIT ?)`,
      )
      .get(FRAME, ...parameters, limit) as unknown as AggregateRow;
    if (row.last === null || row.frames === null) return { frames: new Uint8Array(), isFull: false };
    this.#learn(row.frames.length / row.count);
    return { frames: row.frames, last: row.last, isFull: row.count === limit };
  }

  get #limit(): number {
    const fitting = Math.floor(PAGE_BYTES / this.#bytesPerEvent);
    return Math.min(Math.max(fitting, FEWEST_EVENTS), MOST_EVENTS);
  }

  // Small events are believed step by step: large ones may follow them.
  #learn(bytesPerEvent: number): void {
    this.#bytesPerEvent = Math.max(bytesPerEvent, this.#bytesPerEvent / 2);
  }
}

interface AggregateRow {
  count: number;
  last: number | null;
  frames: Uint8Array<ArrayBuffer> | null;
}
