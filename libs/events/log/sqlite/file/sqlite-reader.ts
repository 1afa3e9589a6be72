import type { DatabaseSync } from 'node:sqlite';
import { EventMatcher } from '../../../encoding/event-matcher.ts';
import { joinLines, splitLines } from '../../../encoding/json-lines.ts';
import { BlockWalk, boundsOf, type Bounds, type Direction, type StoredBatch } from './sqlite-block-walk.ts';
import { rowOf } from './sqlite-ids.ts';
import type { FoundLines, IdRange, LinePage, PageRequest, ReadLinesRequest } from './sqlite-protocol.ts';

/** Approximate size of a page, in bytes. */
const PAGE_BYTES = 512 * 1024;
/** Maximum work of one read for a filter, in events looked at: a few milliseconds of the log's thread. */
const MAX_WORK = 8_192;
/** What a batch costs beside its events. */
const BATCH_WORK = 16;

/** What is wanted of a batch: whole lines in UTF-8. */
interface Wanted {
  bytes: Uint8Array;
  count: number;
}

/** Takes what is wanted of a batch, and returns whether that is enough. */
type Take = (wanted: Wanted, batch: StoredBatch) => boolean;

/** Reads events from the batches in which they are kept, oldest first. */
export class BatchReader {
  readonly #walk: BlockWalk;

  constructor(db: DatabaseSync) {
    this.#walk = new BlockWalk(db);
  }

  /** The first `limit` events of a range that has an `after`, or the last ones of a range that has none. */
  read({ limit, ...range }: ReadLinesRequest): FoundLines {
    const direction = range.after === undefined ? 'down' : 'up';
    const found: string[][] = [];
    let left = limit;
    const rest = this.#collect(range, direction, ({ bytes }) => {
      const lines = splitLines(textOf(bytes));
      const taken = direction === 'up' ? lines.slice(0, left) : lines.slice(-left);
      found.push(taken);
      left -= taken.length;
      return left === 0;
    });
    const lines = joinLines((direction === 'up' ? found : found.toReversed()).flat());
    return { lines, ...(rest !== undefined && { rest }) };
  }

  /** The first events of a range: as many as make a page. */
  readPage(request: PageRequest): LinePage {
    const parts: Uint8Array[] = [];
    let size = 0;
    let count = 0;
    let last: number | undefined;
    const rest = this.#collect(request, 'up', (wanted, batch) => {
      parts.push(wanted.bytes);
      size += wanted.bytes.length;
      count += wanted.count;
      last = Math.min(batch.last, request.upTo);
      return size >= PAGE_BYTES;
    });
    const reached = rest ?? last;
    const isFull = rest !== undefined || size >= PAGE_BYTES;
    return {
      lines: joinedBytes(parts, size),
      count,
      ...(reached !== undefined && { last: reached }),
      isFull,
    };
  }

  /** Returns where to go on when the work was enough for one read and there may be more. */
  #collect(range: IdRange, direction: Direction, take: Take): number | undefined {
    const bounds = boundsOf(range);
    const matcher = EventMatcher.for(range.filter);
    let work = 0;
    for (const batch of this.#walk.batches(range, direction)) {
      if (work >= MAX_WORK) return direction === 'up' ? batch.first - 1 : batch.last + 1;
      if (matcher) work += BATCH_WORK + batch.count;
      if (take(wantedOf(batch, bounds, matcher), batch)) return undefined;
    }
    return undefined;
  }
}

/** A whole batch is taken as the bytes that it is kept as; only parts of one become text. */
function wantedOf(batch: StoredBatch, bounds: Bounds, matcher: EventMatcher | undefined): Wanted {
  const { first, last, count, bytes } = batch;
  const isWithin = first >= bounds.first && last <= bounds.last;
  if (isWithin && !matcher) return { bytes, count };
  const text = textOf(bytes);
  const matching = matcher ? matcher.select(text) : splitLines(text);
  const wanted = isWithin ? matching : matching.filter((line) => isInBounds(rowOf(line), bounds));
  return { bytes: Buffer.from(joinLines(wanted)), count: wanted.length };
}

function isInBounds(id: number, bounds: Bounds): boolean {
  return id >= bounds.first && id <= bounds.last;
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
}

/** In memory of its own, which is transferred to another thread. */
function joinedBytes(parts: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
