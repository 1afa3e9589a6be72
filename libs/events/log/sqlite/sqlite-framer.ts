import type { DatabaseSync } from 'node:sqlite';
import { walkBlocks } from './sqlite-block-walk.ts';
import type { FramedRows, FramesRequest } from './sqlite-protocol.ts';
import { conditionOn, PreparedStatements, type RowRange } from './sqlite-statements.ts';

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
    const chunks: Frames[] = [];
    let count = 0;
    let last: number | undefined;
    const rest = walkBlocks(this.#statements, request, 'up', (piece) => {
      const row = this.#aggregate(piece, limit - count);
      if (row.last !== null && row.frames !== null) {
        chunks.push(row.frames);
        count += row.count;
        last = row.last;
      }
      return count >= limit;
    });
    const frames = join(chunks);
    if (count > 0) this.#learn(frames.length / count);
    const reached = rest ?? last;
    const isFull = rest !== undefined || count >= limit;
    return { frames, ...(reached !== undefined && { last: reached }), isFull };
  }

  /** The frames of the first rows of a range, as one. */
  #aggregate(range: RowRange, limit: number): AggregateRow {
    const { where, parameters } = conditionOn(range);
    // Concatenated in the order of the rows that are selected: SQLite keeps that of a limited subquery.
    return this.#statements
      .get(
        `SELECT count(*) AS count, max(id) AS last, CAST(group_concat(frame, '') AS BLOB) AS frames
         FROM (SELECT id, printf(?, id, type, json) AS frame FROM events ${where} ORDER BY id LIMIT ?)`,
      )
      .get(FRAME, ...parameters, limit) as unknown as AggregateRow;
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

type Frames = Uint8Array<ArrayBuffer>;

interface AggregateRow {
  count: number;
  last: number | null;
  frames: Frames | null;
}

/** In memory of its own, as it is handed over to another thread; a single chunk is so already. */
function join(chunks: readonly Frames[]): Frames {
  const [only] = chunks;
  if (only && chunks.length === 1) return only;
  const joined = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}
