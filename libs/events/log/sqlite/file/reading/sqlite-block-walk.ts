import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { BLOCK, blockOf } from '../../index/sqlite-blocks.ts';
import { BlockIndex, type Direction, type NextBlock } from '../../index/sqlite-block-index.ts';
import type { Batch, LineRange } from '../sqlite-protocol.ts';

/** The columns of a batch that a read needs. */
export interface StoredBatch extends Pick<Batch, 'first' | 'last' | 'count'> {
  /** The lines of its events, in UTF-8. */
  bytes: Uint8Array;
}

/** The first and the last id of a range, both inclusive. */
export type Bounds = Pick<Batch, 'first' | 'last'>;

const NOTHING = new Uint8Array();

/** Iterates over the batches that may hold events of a range, in the order of their ids. */
export class BlockWalk {
  readonly #batches: Record<Direction, StatementSync>;
  readonly #index: BlockIndex;

  constructor(db: DatabaseSync) {
    this.#batches = { up: db.prepare(batchesBetween('ASC')), down: db.prepare(batchesBetween('DESC')) };
    this.#index = new BlockIndex(db);
  }

  /**
   * Yields the batches of a range in one direction. What the index knows of the filter limits them to the blocks that
   * may hold matching events. This works because every batch lies within one block. Between them it yields batches
   * without events, which say how far it has come, so that its reader can stop there.
   */
  *batches(range: LineRange, direction: Direction): Generator<StoredBatch> {
    const { first, last } = boundsOf(range);
    if (first > last) return;
    const searches = this.#index.searchesFor(range.filter ?? {}, direction);
    if (searches.length > 0) yield* this.#ofBlocks(searches, { first, last }, direction);
    else yield* this.#between(first, last, direction);
  }

  /** Lets the searches overtake each other until they agree on a block, and yields its batches. */
  *#ofBlocks(searches: NextBlock[], { first, last }: Bounds, direction: Direction): Generator<StoredBatch> {
    let [low, high] = [blockOf(first), blockOf(last)];
    for (let agreed = 0, turn = 0; ; turn += 1) {
      const block = searches[turn % searches.length]?.(low, high);
      if (block === undefined) return;
      const isAgreed = block === (direction === 'up' ? low : high);
      if (agreed > 0 && !isAgreed) yield placeBefore(block, direction);
      agreed = isAgreed ? agreed + 1 : 1;
      if (direction === 'up') low = block;
      else high = block;
      if (agreed < searches.length) continue;
      const [from, to] = [Math.max(first, block * BLOCK), Math.min(last, block * BLOCK + BLOCK - 1)];
      yield* this.#between(from, to, direction);
      agreed = 0;
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

/** The first and the last id of a range as row numbers, both included. */
export function boundsOf({ after = -1, upTo = Infinity, before = Infinity }: LineRange): Bounds {
  return { first: after + 1, last: Math.min(upTo, before - 1, Number.MAX_SAFE_INTEGER) };
}

/** The place before a block in one direction, as a batch without events. */
function placeBefore(block: number, direction: Direction): StoredBatch {
  const first = block * BLOCK;
  return { first, last: direction === 'up' ? first - 1 : first + BLOCK - 1, count: 0, bytes: NOTHING };
}

/** Starts with the batch that begins at or before the first id, because that batch may extend into the range. */
function batchesBetween(order: string): string {
  return `SELECT first, last, count, CAST(events AS BLOB) AS bytes FROM batches
    WHERE first BETWEEN coalesce((SELECT max(first) FROM batches WHERE first <= ?1), ?1) AND ?2
    ORDER BY first ${order}`;
}
