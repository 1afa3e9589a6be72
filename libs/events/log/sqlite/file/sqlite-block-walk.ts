import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EventFilter } from '#contract';
import { BLOCK, blockOf, nameOfSession, nameOfTool } from './sqlite-blocks.ts';
import type { Batch, IdRange } from './sqlite-protocol.ts';

export type Direction = 'up' | 'down';

/** The columns of a batch that a read needs. */
export interface StoredBatch extends Pick<Batch, 'first' | 'last' | 'count'> {
  /** The lines of its events, in UTF-8. */
  bytes: Uint8Array;
}

/** The first and the last id of a range, both inclusive. */
export type Bounds = Pick<Batch, 'first' | 'last'>;

/** Iterates over the batches that may hold events of a range, in the order of their ids. */
export class BlockWalk {
  readonly #batches: Record<Direction, StatementSync>;
  readonly #blocks: Record<Direction, StatementSync>;

  constructor(db: DatabaseSync) {
    this.#batches = { up: db.prepare(batchesBetween('ASC')), down: db.prepare(batchesBetween('DESC')) };
    this.#blocks = { up: db.prepare(nextBlock('min', 'ASC')), down: db.prepare(nextBlock('max', 'DESC')) };
  }

  /**
   * Yields the batches of a range in one direction. A filter by session or tool limits them to the blocks that have
   * events of that session or tool. This works because every batch lies within one block.
   */
  *batches(range: IdRange, direction: Direction): Generator<StoredBatch> {
    const { first, last } = boundsOf(range);
    if (first > last) return;
    const names = namesIn(range.filter);
    if (names) yield* this.#ofBlocks(names, first, last, direction);
    else yield* this.#between(first, last, direction);
  }

  *#ofBlocks(names: string[], first: number, last: number, direction: Direction): Generator<StoredBatch> {
    const wanted = JSON.stringify(names);
    let [low, high] = [blockOf(first), blockOf(last)];
    for (;;) {
      const block = this.#blocks[direction].get(low, high, wanted)?.['block'];
      if (typeof block !== 'number') return;
      const [from, to] = [Math.max(first, block * BLOCK), Math.min(last, block * BLOCK + BLOCK - 1)];
      yield* this.#between(from, to, direction);
      if (direction === 'up') low = block + 1;
      else high = block - 1;
    }
  }

  *#between(first: number, last: number, direction: Direction): Generator<StoredBatch> {
    for (const row of this.#batches[direction].iterate(first, last)) {
      const batch = row as unknown as StoredBatch;
      if (batch.last >= first) yield batch;
    }
  }
}

/** The names to look up blocks by. Sessions take precedence over tools, because a session has fewer events. */
function namesIn(filter: EventFilter = {}): string[] | undefined {
  return filter.sessions?.map(nameOfSession) ?? filter.tools?.map(nameOfTool);
}

export function boundsOf({ after = -1, upTo = Infinity, before = Infinity }: IdRange): Bounds {
  return { first: after + 1, last: Math.min(upTo, before - 1, Number.MAX_SAFE_INTEGER) };
}

/** Starts with the batch that begins at or before the first id, because that batch may extend into the range. */
function batchesBetween(order: string): string {
  return `SELECT first, last, count, CAST(events AS BLOB) AS bytes FROM batches
    WHERE first BETWEEN coalesce((SELECT max(first) FROM batches WHERE first <= ?1), ?1) AND ?2
    ORDER BY first ${order}`;
}

/** Seeks once per name, so that SQLite never sorts the matches. */
function nextBlock(nearest: string, order: string): string {
  return `SELECT ${nearest}((
      SELECT block FROM event_blocks WHERE name = wanted.value AND block BETWEEN ? AND ?
      ORDER BY block ${order} LIMIT 1
    )) AS block FROM json_each(?) AS wanted`;
}
