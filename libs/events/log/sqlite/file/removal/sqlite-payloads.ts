import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { lineWithoutPayload, markOfCall, PAYLOAD_MARKS } from '../../../../encoding/without-payload.ts';
import { joinLines, splitLines } from '../../../../encoding/json-lines.ts';
import { overwriting } from './overwriting.ts';
import type { ErasedPart, EraseRequest } from '../sqlite-protocol.ts';

/** Number of batches that are looked at together: a few milliseconds of the log's thread. */
const SLICE_BATCHES = 256;
const LAST_POSSIBLE = Number.MAX_SAFE_INTEGER;

/** The batches after a position, with their events if these contain one of the marks. */
const BATCHES = `
  SELECT first, time,
    CASE WHEN EXISTS (SELECT 1 FROM json_each(?2) WHERE instr(events, value)) THEN events END AS events
  FROM batches WHERE first > ?1 ORDER BY first LIMIT ${SLICE_BATCHES}
`;

/** Takes payloads out of stored events. */
export class StoredPayloads {
  readonly #db: DatabaseSync;
  readonly #batches: StatementSync;
  readonly #update: StatementSync;
  readonly #batchWith: StatementSync;
  /** The first event of the last batch that was old enough when payloads were taken out of old events. */
  #expired = -1;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#batches = db.prepare(BATCHES);
    this.#batchWith = db.prepare('SELECT max(first) AS first FROM batches WHERE first <= ?');
    this.#update = db.prepare('UPDATE batches SET events = ? WHERE first = ?');
  }

  /** Takes the payloads out of the next events that were stamped before a time, in milliseconds since 1970. */
  expire(before: number): { isDone: boolean } {
    const rest = this.#strip({ after: this.#expired, before, upTo: LAST_POSSIBLE, marks: PAYLOAD_MARKS });
    this.#expired = rest ?? this.#expired;
    return { isDone: rest === undefined };
  }

  /** Erases payloads of calls from the first events after a position. What held them is overwritten. */
  erase({ after, callIds, within }: EraseRequest): ErasedPart {
    const rest = this.#strip({
      after: Math.max(after, within ? this.#beforeBatchWith(within.first) : -1),
      before: LAST_POSSIBLE,
      upTo: within?.last ?? LAST_POSSIBLE,
      marks: callIds.map(markOfCall),
    });
    if (rest !== undefined) return { rest };
    this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return {};
  }

  /** Forgets how far it has come: a change was rolled back. */
  forget(): void {
    this.#expired = -1;
  }

  /** The position before the batch that holds an event. */
  #beforeBatchWith(id: number): number {
    return Number(this.#batchWith.get(id)?.['first'] ?? 0) - 1;
  }

  /** Returns where to continue; undefined when nothing follows. */
  #strip(request: StripRequest): number | undefined {
    const { found, last } = this.#find(request);
    if (found.length > 0)
      overwriting(this.#db, () => {
        for (const { first, events } of found) this.#update.run(stripped(events, request.marks), first);
      });
    return last;
  }

  /** The next batches with a mark, and the last one that was looked at: it stops at one that is not old enough. */
  #find({ after, before, upTo, marks }: StripRequest): { found: Marked[]; last?: number } {
    const found: Marked[] = [];
    let last: number | undefined;
    for (const { first, time, events } of this.#batches.iterate(after, JSON.stringify(marks))) {
      if (Number(time) >= before || Number(first) > upTo) break;
      last = Number(first);
      if (typeof events === 'string') found.push({ first: last, events });
    }
    return { found, ...(last !== undefined && { last }) };
  }
}

/** A batch that contains a mark. */
interface Marked {
  first: number;
  events: string;
}

interface StripRequest {
  after: number;
  /** Milliseconds since 1970. */
  before: number;
  /** The last event that may have a mark. */
  upTo: number;
  marks: readonly string[];
}

function stripped(events: string, marks: readonly string[]): string {
  const lines = splitLines(events).map((line) =>
    marks.some((mark) => line.includes(mark)) ? lineWithoutPayload(line, 'gone') : line,
  );
  return joinLines(lines);
}
