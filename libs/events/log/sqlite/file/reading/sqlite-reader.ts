import type { DatabaseSync } from 'node:sqlite';
import type { SessionFacts } from '#contract';
import { EventMatcher } from '../../../../encoding/event-matcher.ts';
import type { FindSession } from '../../../../encoding/event-terms.ts';
import { joinLines, splitLines } from '../../../../encoding/json-lines.ts';
import { plannedFilter } from '../../../../encoding/planned-filter.ts';
import type { Direction } from '../../index/sqlite-block-index.ts';
import { PayloadFreeBatches } from './payload-free-batches.ts';
import { BlockWalk, boundsOf, type Bounds, type StoredBatch } from './sqlite-block-walk.ts';
import { rowOf } from '../sqlite-ids.ts';
import type {
  FoundLines,
  LineRange,
  LinePage,
  LinePageRequest,
  ReadLinesRequest,
} from '../sqlite-protocol.ts';
import { StoredSessions } from '../../index/sqlite-sessions.ts';
import { ToolNames } from '../../index/sqlite-tool-names.ts';

/** Approximate size of a page, in bytes. */
const PAGE_BYTES = 512 * 1024;
/** Maximum work of one filtered read, in events examined: a few milliseconds of the log's thread. */
const MAX_WORK = 8_192;
/** The work of reading a batch itself, in events. */
const BATCH_WORK = 16;
/** The number of bytes that are as much work as an event: large events take longer to read. */
const EVENT_BYTES = 512;

/** The matching part of a batch: whole lines in UTF-8. */
interface Wanted {
  bytes: Uint8Array;
  count: number;
}

/** Takes the matching part of a batch; returns true when the read is complete. */
type Take = (wanted: Wanted, batch: StoredBatch) => boolean;

/** Reads events from their batches, oldest first. */
export class BatchReader {
  readonly #walk: BlockWalk;
  readonly #tools: ToolNames;
  readonly #sessions: StoredSessions;
  readonly #payloadFree = new PayloadFreeBatches();

  constructor(db: DatabaseSync) {
    this.#walk = new BlockWalk(db);
    this.#tools = new ToolNames(db);
    this.#sessions = new StoredSessions(db);
  }

  /** Reads the first `limit` events of a range that has `after`, or the last `limit` of a range without it. */
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

  /** Reads the first events of a range, about `PAGE_BYTES` of them. */
  readPage(request: LinePageRequest): LinePage {
    const parts: Uint8Array[] = [];
    let size = 0;
    let count = 0;
    let isPayloadFree = true;
    let last: number | undefined;
    const rest = this.#collect(request, 'up', (wanted, batch) => {
      parts.push(wanted.bytes);
      size += wanted.bytes.length;
      count += wanted.count;
      isPayloadFree &&= !this.#payloadFree.mayHoldPayload(batch);
      last = Math.min(batch.last, request.upTo);
      return size >= PAGE_BYTES;
    });
    const reached = rest ?? last;
    const isFull = rest !== undefined || size >= PAGE_BYTES;
    return {
      lines: joinedBytes(parts, size),
      count,
      isPayloadFree,
      ...(reached !== undefined && { last: reached }),
      isFull,
    };
  }

  /** Returns where to continue if the read stopped at its maximum work, or undefined if it is complete. */
  #collect(range: LineRange, direction: Direction, take: Take): number | undefined {
    const bounds = boundsOf(range);
    const filter = range.filter && this.#tools.resolve(plannedFilter(range.filter));
    const matcher = EventMatcher.for(filter, this.#findSession());
    let work = 0;
    for (const batch of this.#walk.batches({ ...range, ...(filter && { filter }) }, direction)) {
      if (matcher && work + matcher.work >= MAX_WORK)
        return direction === 'up' ? batch.first - 1 : batch.last + 1;
      work += batch.count === 0 ? 1 : BATCH_WORK + batch.bytes.length / EVENT_BYTES;
      if (take(wantedOf(batch, bounds, matcher), batch)) return undefined;
    }
    return undefined;
  }

  /** Looks each session up once in a read. */
  #findSession(): FindSession {
    const known = new Map<string, SessionFacts | undefined>();
    return (id) => {
      if (!known.has(id)) known.set(id, this.#sessions.find(id));
      return known.get(id);
    };
  }
}

/** Takes a batch as its stored bytes where all of it matches, and decodes it only where a part does. */
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

/** Copies the parts into memory of their own, which can be transferred to another thread. */
function joinedBytes(parts: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
