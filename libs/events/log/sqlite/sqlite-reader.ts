import type { DatabaseSync } from 'node:sqlite';
import { splitFrames } from '../../frame-text.ts';
import { BlockWalk, boundsOf, type Bounds, type Direction, type StoredBatch } from './sqlite-block-walk.ts';
import { rowOf } from './sqlite-ids.ts';
import { FrameMatcher } from '../../frame-matcher.ts';
import type {
  FoundFrames,
  FramedPage,
  FramesRequest,
  IdRange,
  ReadFramesRequest,
} from './sqlite-protocol.ts';

/** The size of a page of frames, in characters, about. */
const PAGE = 512 * 1024;
/** The most work of one read for what a filter wants, in events looked at: a few milliseconds of the log's thread. */
const MOST_WORK = 8_192;
/** What a batch costs beside its events. */
const BATCH_WORK = 16;

/** Takes what is wanted of a batch, and says whether that is enough. */
type Take = (frames: string, batch: StoredBatch) => boolean;

/** Reads frames out of the batches that they are kept in, oldest first. */
export class BatchReader {
  readonly #walk: BlockWalk;
  readonly #encoder = new TextEncoder();

  constructor(db: DatabaseSync) {
    this.#walk = new BlockWalk(db);
  }

  /** The first `limit` events of a range that has an `after`, or the last ones of a range that has none. */
  read({ limit, ...range }: ReadFramesRequest): FoundFrames {
    const direction = range.after === undefined ? 'down' : 'up';
    const found: string[][] = [];
    let left = limit;
    const rest = this.#collect(range, direction, (text) => {
      const frames = splitFrames(text);
      const taken = direction === 'up' ? frames.slice(0, left) : frames.slice(-left);
      found.push(taken);
      left -= taken.length;
      return left === 0;
    });
    const frames = (direction === 'up' ? found : found.toReversed()).flat().join('');
    return { frames, ...(rest !== undefined && { rest }) };
  }

  /** The first events of a range: as many as make a page. */
  readPage(request: FramesRequest): FramedPage {
    const texts: string[] = [];
    let length = 0;
    let last: number | undefined;
    const rest = this.#collect(request, 'up', (text, batch) => {
      texts.push(text);
      length += text.length;
      last = Math.min(batch.last, request.upTo);
      return length >= PAGE;
    });
    // In memory of its own, as it is handed over to another thread.
    const frames = this.#encoder.encode(texts.join(''));
    const reached = rest ?? last;
    const isFull = rest !== undefined || length >= PAGE;
    return { frames, ...(reached !== undefined && { last: reached }), isFull };
  }

  /** Returns where to go on, when that was work enough before it was found whether there is more. */
  #collect(range: IdRange, direction: Direction, take: Take): number | undefined {
    const bounds = boundsOf(range);
    const matcher = FrameMatcher.for(range.filter);
    let work = 0;
    for (const batch of this.#walk.batches(range, direction)) {
      if (work >= MOST_WORK) return direction === 'up' ? batch.first - 1 : batch.last + 1;
      if (matcher) work += BATCH_WORK + batch.count;
      const wanted = wantedOf(batch, bounds, matcher);
      if (take(wanted, batch)) return undefined;
    }
    return undefined;
  }
}

function wantedOf(
  { first, last, frames }: StoredBatch,
  bounds: Bounds,
  matcher: FrameMatcher | undefined,
): string {
  const isWithin = first >= bounds.first && last <= bounds.last;
  if (isWithin) return matcher ? matcher.select(frames).join('') : frames;
  const found = matcher ? matcher.select(frames) : splitFrames(frames);
  const isInBounds = (frame: string): boolean => {
    const id = rowOf(frame);
    return id >= bounds.first && id <= bounds.last;
  };
  return found.filter(isInBounds).join('');
}
